package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinePacingTest {
    private static final int RECEIVERS = 4;

    /** Whoever has it all need not wait for who has nothing: a server that serves one after the other would stand still meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aClosedLoopHasRoomForALineWhenOnesDeliveriesHaveArrived(int window) {
        var state = new RunState(plan(window), Duration.ZERO);
        var put = new AtomicInteger();
        var pacing = LinePacing.of(state, List.of(new Client(0, 0, 1, false)), (sender, due, now) -> {
            state.completions.begin(sender.id(), put.getAndIncrement(), RECEIVERS);
            return true;
        });
        pacing.putDue(0);
        assertThat(put).hasValue(window);
        state.completions.settle(RECEIVERS - 1);
        pacing.putDue(0);
        assertThat(put).hasValue(window);
        state.completions.settle(1);
        pacing.putDue(0);
        assertThat(put).hasValue(window + 1);
    }

    private static LoadPlan plan(int window) {
        return new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                RECEIVERS + 1,
                1,
                new Arrivals.ClosedWindow(window),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                1,
                Transport.JDK);
    }
}
