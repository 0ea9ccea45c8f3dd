package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private final RunState state = new RunState(plan, Duration.ZERO);
    private final List<Duration> announced = new ArrayList<>();

    private Countdown countdown(StartTime start) {
        return new Countdown(state, start, new LoadRunTest.Silent() {
            @Override
            public void onWaiting(Duration left) {
                announced.add(left);
            }
        });
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

    /** Each time it is asked, it is 90 ms away: however long the look at it takes, it is found to be that near. */
    @Test
    void itIsOverWhenTheStartIsNearAndSaysWhenItIs() throws Exception {
        long before = System.nanoTime();
        long start = countdown(() -> Optional.of(Instant.now().plusMillis(90))).await();
        assertThat(start - before).isGreaterThanOrEqualTo(90_000_000L);
        assertThat(start - System.nanoTime()).isLessThanOrEqualTo(100_000_000L);
    }

    /** Until somebody has named the start, and until it is near; that it was missed by then does not matter. */
    @Test
    void itWaitsForAStartThatIsNotKnownYet() throws Exception {
        var answers = List.of(
                        Optional.<Instant>empty(),
                        Optional.of(Instant.now().plusSeconds(3600)),
                        Optional.of(Instant.now().minusSeconds(1)))
                .iterator();
        assertThat(countdown(answers::next).await() - System.nanoTime()).isNotPositive();
        assertThat(answers.hasNext()).isFalse();
        assertThat(announced)
                .singleElement()
                .satisfies(left -> assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofHours(1)));
    }

    @Test
    void whoStopsTheRunDoesNotWaitForIt() {
        state.stopSending = true;
        assertThatThrownBy(() -> countdown(Optional::empty).await())
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("stopped before the start");
    }

    @Test
    void aStartBeforeTheClientsWereConnectedIsTooEarly() {
        var past = Instant.now().minusSeconds(36_000);
        assertThatThrownBy(() -> countdown(() -> Optional.of(past)).await())
                .isInstanceOf(LoadException.class)
                .hasMessageMatching("the start, .*Z, was 360\\d\\d\\.\\d s ago .*; choose a later one");
    }
}
