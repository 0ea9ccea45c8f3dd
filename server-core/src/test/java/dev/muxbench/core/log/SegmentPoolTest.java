package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SegmentPoolTest {
    private static final int SIZE = 64;

    private final SegmentPool pool = new SegmentPool(1 << 20);

    private void burst(int chunks, int size) {
        var taken = new ArrayList<Chunk>();
        for (int i = 0; i < chunks; i++) {
            taken.add(pool.take(size));
        }
        taken.forEach(pool::giveBack);
    }

    @Test
    void whatIsTakenAndGivenBackIsCounted() {
        var chunk = pool.take(SIZE);
        assertThat(pool.inUseChunks()).isEqualTo(1);
        assertThat(pool.inUseBytes()).isEqualTo(SIZE);
        pool.giveBack(chunk);
        assertThat(pool.idleBytes()).isEqualTo(SIZE);
        assertThat(pool.take(SIZE)).isSameAs(chunk);
        assertThat(pool.idleBytes()).isZero();
        assertThat(pool.inUseBytes()).isEqualTo(SIZE);
    }

    /** A negative size is an allocation that fails, as one for which there is no memory. */
    @Test
    void anAllocationThatFailsIsNotCounted() {
        assertThatThrownBy(() -> pool.take(1 << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThat(pool.inUseChunks()).isZero();
        assertThat(pool.inUseBytes()).isZero();
        assertThat(pool.availableBytes()).isEqualTo(1 << 20);
    }

    @Test
    void aTrimFreesABoundedNumberAndTheNextOnesTheRest() {
        int most = SegmentPool.MOST_FREED_AT_ONCE;
        burst(2 * most + 10, SIZE);
        pool.trim(); // all were needed since the last one
        assertThat(pool.idleBytes()).isEqualTo((2L * most + 10) * SIZE);
        pool.trim();
        assertThat(pool.idleBytes()).isEqualTo((most + 10L) * SIZE);
        pool.trim();
        pool.trim();
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void theBoundIsForAllSizesTogetherAndLargeOnesGoFirst() {
        burst(SegmentPool.MOST_FREED_AT_ONCE - 1, 2 * SIZE);
        burst(10, SIZE);
        pool.trim();
        pool.trim();
        assertThat(pool.idleBytes()).isEqualTo(9 * SIZE);
    }

    @Test
    void whatWasNeededMeanwhileIsKept() {
        burst(5, SIZE);
        pool.trim();
        burst(2, SIZE);
        pool.trim();
        assertThat(pool.idleBytes()).isEqualTo(2 * SIZE);
    }

    @Test
    void closingFreesAll() {
        burst(3 * SegmentPool.MOST_FREED_AT_ONCE, SIZE);
        pool.close();
        assertThat(pool.idleBytes()).isZero();
    }

    /** Publishers that need a segment meanwhile wait for nothing. */
    @Test
    void memoryIsFreedWithoutThePoolsLock() {
        var real = pool.take(SIZE);
        var closed = new CompletableFuture<Chunk>();
        var arena = new Arena() {
            @Override
            public MemorySegment allocate(long byteSize, long byteAlignment) {
                return real.arena().allocate(byteSize, byteAlignment);
            }

            @Override
            public MemorySegment.Scope scope() {
                return real.arena().scope();
            }

            @Override
            public void close() {
                real.arena().close();
                closed.complete(CompletableFuture.supplyAsync(() -> pool.take(SIZE))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join());
            }
        };
        pool.giveBack(new Chunk(arena, real.memory(), SIZE));
        pool.close();
        assertThat(closed).isCompletedWithValueMatching(chunk -> chunk.size() == SIZE);
    }
}
