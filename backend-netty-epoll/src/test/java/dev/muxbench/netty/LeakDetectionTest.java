package dev.muxbench.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the contract's check for leaks is worth. */
@Tag("contract")
class LeakDetectionTest {
    @Test
    void aBufferThatIsNotReleasedIsFound() throws InterruptedException {
        assertThat(NettyContract.leaksOf(NettyContract::leak)).isNotEmpty();
    }
}
