package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinePacingTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 3_600_000 * MILLI;
    private static final int RECEIVERS = 4;

    /** Whoever has it all need not wait for who has nothing: a server that serves one after the other would stand still meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aClosedLoopHasRoomForALineWhenOnesDeliveriesHaveArrived(int window) {
        var state = new RunState(plan(new Arrivals.ClosedWindow(window)), Duration.ZERO);
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

    /** However late it is asked. */
    @Test
    void anOpenLoopPutsEachLineThatIsDue() {
        var state = starting(new Arrivals.ConstantRate(1000));
        var dues = new ArrayList<Long>();
        var pacing = LinePacing.of(state, List.of(new Client(0, 0, 1, false)), (sender, due, now) -> dues.add(due));
        assertThat(pacing.putDue(START)).isEqualTo(START + MILLI);
        assertThat(dues).containsExactly(START);
        assertThat(pacing.putDue(START + MILLI - 1)).isEqualTo(START + MILLI);
        assertThat(dues).hasSize(1);
        assertThat(pacing.putDue(START + 3 * MILLI)).isEqualTo(START + 4 * MILLI);
        assertThat(dues).containsExactly(START, START + MILLI, START + 2 * MILLI, START + 3 * MILLI);
        assertThat(pacing.putDue(START + 5000 * MILLI)).isEqualTo(Long.MAX_VALUE);
        assertThat(dues).hasSize(1000);
    }

    @Test
    void whoThinksPausesWhenAllHaveItsLine() {
        var state = starting(new Arrivals.ThinkTime(Duration.ofMillis(50)));
        var dues = new ArrayList<Long>();
        var pacing = LinePacing.of(state, List.of(new Client(0, 0, 1, false)), (sender, due, now) -> {
            state.completions.begin(sender.id(), sender.takeNumber(), RECEIVERS);
            return dues.add(due);
        });
        pacing.putDue(START);
        for (int i = 1; i < RECEIVERS; i++) {
            state.completions.arrived(0, 0);
        }
        assertThat(pacing.putDue(START + 100 * MILLI)).isEqualTo(START + 100 * MILLI + LinePacing.POLL_NANOS);
        state.completions.arrived(0, 0);
        assertThat(pacing.putDue(START + 110 * MILLI)).isEqualTo(START + 160 * MILLI);
        assertThat(pacing.putDue(START + 160 * MILLI - 1)).isEqualTo(START + 160 * MILLI);
        assertThat(dues).containsExactly(START);
        pacing.putDue(START + 160 * MILLI);
        assertThat(dues).containsExactly(START, START + 160 * MILLI);
        assertThat(pacing.putDue(START + 1000 * MILLI)).isEqualTo(Long.MAX_VALUE);
    }

    private static RunState starting(Arrivals arrivals) {
        var state = new RunState(plan(arrivals), Duration.ZERO);
        state.startNanos = START;
        return state;
    }

    private static LoadPlan plan(Arrivals arrivals) {
        return new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                RECEIVERS + 1,
                1,
                arrivals,
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                1,
                Transport.JDK);
    }
}
