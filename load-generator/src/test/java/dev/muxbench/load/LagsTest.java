package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.Receivers;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sender, three receivers and one that is slow on purpose, with ten lines in flight; measured is the second second. */
class LagsTest {
    private static final int CLIENTS = 5;
    private static final int WINDOW = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static RunState state(Arrivals arrivals) {
        var state = new RunState(
                new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        CLIENTS,
                        1,
                        arrivals,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        64,
                        1,
                        1,
                        Transport.JDK,
                        Population.builder()
                                .unruly(Role.SLOW_READER, 1)
                                .slowBytesPerSecond(1)
                                .build()),
                Duration.ZERO);
        state.startNanos = 0;
        return state;
    }

    private static Lags lags(RunState state) {
        List<Client> clients =
                IntStream.range(0, CLIENTS).mapToObj(id -> new Client(id, 0)).toList();
        new Receivers(state).renew(clients);
        return new Lags(state, clients);
    }

    private static void begin(RunState state, int lines) {
        for (int i = 0; i < lines; i++) {
            state.ledger.audience.begin(0);
        }
    }

    /** The sender does not wait for its own lines, and the slow reader is behind as it is to be. */
    @Test
    void whoIsMoreThanTwoWindowsBehindIsCounted() {
        var state = state(new Arrivals.ClosedWindow(WINDOW));
        var lags = lags(state);
        begin(state, 2 * WINDOW);
        lags.onTurn(SECOND);
        assertThat(lags.behind()).isZero();
        assertThat(lags.mostWindows()).isEqualTo(2);
        begin(state, 5);
        lags.onTurn(SECOND + 1); // it has looked a moment ago
        assertThat(lags.behind()).isZero();
        lags.onTurn(3 * SECOND / 2);
        assertThat(lags.behind()).isEqualTo(3);
        assertThat(lags.mostWindows()).isEqualTo(2.5);
    }

    @Test
    void onlyTheMeasuredTimeCountsAndOnlyInAClosedLoop() {
        var state = state(new Arrivals.ClosedWindow(WINDOW));
        var lags = lags(state);
        begin(state, 100);
        lags.onTurn(SECOND - 1);
        lags.onTurn(2 * SECOND);
        assertThat(lags.behind()).isZero();
        var open = state(new Arrivals.ConstantRate(100));
        begin(open, 100);
        var none = lags(open);
        none.onTurn(SECOND);
        assertThat(none.behind()).isZero();
    }
}
