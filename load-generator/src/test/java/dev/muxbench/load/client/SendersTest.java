package dev.muxbench.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final long MOST_KEPT_BYTES = 1 << 20;
    private static final int LINE_BYTES = 16 << 10;
    private static final int LINES = 1000;

    /** A server that takes nothing must not make the generator grow. */
    @Test
    void whatIsDueOfWhoHasTooMuchToSendIsNotKept() {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                2,
                1,
                new Arrivals.ConstantRate(LINES),
                Duration.ZERO,
                Duration.ofSeconds(1),
                LINE_BYTES,
                1,
                1,
                Transport.JDK);
        var state = new RunState(plan, Duration.ZERO);
        var sender = new Client(0, 0);
        sender.stage = Client.Stage.READY;
        var recording = new Recording(0, state.measureFrom(), state.measureTo());
        var dialect = plan.speech().protocol().open(state);
        new Senders(state, dialect, recording, List.of(sender), client -> {}).putDue(state.measureTo());
        assertThat(state.sent.get() * LINE_BYTES).isBetween(MOST_KEPT_BYTES, MOST_KEPT_BYTES + LINE_BYTES);
        assertThat(state.overrun).hasValue(LINES - state.sent.get());
        assertThat(state.unsent).hasValue(state.overrun.get());
    }
}
