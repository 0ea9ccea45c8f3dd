package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentPoolTest {
    private final SegmentPool pool = new SegmentPool(160);

    @Test
    void whatIsGivenBackIsTakenAgain() {
        var chunk = pool.take(64);
        assertThat(pool.inUseChunks()).isEqualTo(1);
        assertThat(pool.availableBytes()).isEqualTo(96);
        pool.giveBack(chunk);
        assertThat(pool.idleBytes()).isEqualTo(64);
        assertThat(pool.take(64)).isSameAs(chunk);
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void whatWasIdleAllTheWhileIsFreed() {
        var chunk = pool.take(64);
        pool.giveBack(chunk);
        pool.trim();
        assertThat(chunk.arena().scope().isAlive()).isTrue();
        pool.trim();
        assertThat(chunk.arena().scope().isAlive()).isFalse();
    }

    @Test
    void inTheEndAllIsFreed() {
        var chunk = pool.take(64);
        pool.giveBack(chunk);
        pool.close();
        assertThat(chunk.arena().scope().isAlive()).isFalse();
        assertThat(pool.idleBytes()).isZero();
    }
}
