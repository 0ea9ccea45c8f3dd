package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountdownTest {
    private final LoadPlan plan = new LoadPlan(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            4,
            1,
            new Arrivals.ConstantRate(100),
            Duration.ZERO,
            Duration.ofSeconds(1),
            64,
            1,
            1,
            Transport.JDK);

    private Countdown countdown(StartTime start) {
        return new Countdown(new RunState(plan, Duration.ZERO), start, LoadRunTest.SILENT);
    }

    /** The thread may get no core between being told and looking at the clock. */
    @Test
    void aStartThatWasChosenWhenItWasAskedForIsNotInThePast() {
        assertThatCode(() -> countdown(CountdownTest::chosenAndOver).await()).doesNotThrowAnyException();
    }

    private static Optional<Instant> chosenAndOver() {
        var chosen = Instant.now();
        while (!Instant.now().isAfter(chosen)) {
            Thread.onSpinWait();
        }
        return Optional.of(chosen);
    }

    @Test
    void aStartBeforeTheClientsWereConnectedIsTooEarly() {
        var past = Instant.now().minusSeconds(3);
        assertThatThrownBy(() -> countdown(() -> Optional.of(past)).await())
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("choose a later one");
    }
}
