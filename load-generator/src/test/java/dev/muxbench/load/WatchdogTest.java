package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static LoadPlan plan(InetSocketAddress target, Duration duration) {
        return new LoadPlan(
                target, 4, 1, new Arrivals.ConstantRate(100), Duration.ZERO, duration, 64, 1, 2, Transport.JDK);
    }

    private static Watchdog watchdog(RunState state) {
        return new Watchdog(state, new ClockResolution(1, 1, 1), List.of(), List.of());
    }

    private final RunState state = new RunState(
            plan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), Duration.ofMillis(50)), Duration.ZERO);

    @Test
    void aRunThatEndsBeforeItsMeasuredTimeIsNotWatched() {
        state.startNanos = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        state.end = true;
        var watchdog = watchdog(state);
        watchdog.run();
        assertThat(watchdog.conditions().watchedNanos()).isZero();
        assertThat(watchdog.conditions().busiest()).isEmpty();
    }

    /** As if this thread had been given no core for all of the measured time. */
    @Test
    void whoComesTooLateHasMissedAllUntilThen() {
        state.startNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(2);
        var watchdog = watchdog(state);
        watchdog.run();
        var wakeUps = watchdog.conditions().wakeUpErrorNanos();
        assertThat(wakeUps.getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1900));
        assertThat(wakeUps.getTotalCount()).isGreaterThan(150); // one for each 10 ms
    }

    /** What is left of the warm-up may be shorter than a sleep of the watchdog. */
    @Test
    void whoIsAwakeWhenTheWarmUpEndsHasMissedNothing() {
        long late = lateAtTheEndOfAWarmUpOf(15);
        for (int i = 0; i < 100 && late > 4 * MILLI; i++) {
            late = lateAtTheEndOfAWarmUpOf(15); // on a busy machine it may really be late
        }
        assertThat(late).isLessThan(4 * MILLI);
    }

    private static long lateAtTheEndOfAWarmUpOf(int millis) {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                2,
                1,
                new Arrivals.ConstantRate(100),
                Duration.ofMillis(millis),
                Duration.ofMillis(3),
                64,
                1,
                1,
                Transport.best());
        var starting = new RunState(plan, Duration.ZERO);
        starting.startNanos = System.nanoTime();
        var watchdog = watchdog(starting);
        watchdog.run();
        return watchdog.conditions().watchedNanos() == 0
                ? Long.MAX_VALUE
                : watchdog.conditions().wakeUpErrorNanos().getMaxValue();
    }

    @Test
    void aRunIsWatchedThroughItsMeasuredTime() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = plan(server.address(), Duration.ofMillis(300));
            var conditions = new LoadRun(plan, LoadRunTest.SILENT, LoadRunTest.PATIENCE)
                    .run()
                    .conditions();
            assertThat(conditions.watchedNanos()).isGreaterThan(200 * MILLI);
            assertThat(conditions.wakeUpErrorNanos().getTotalCount()).isPositive();
            assertThat(conditions.workers()).hasSize(2).allSatisfy(worker -> {
                assertThat(worker.cpuShare()).isBetween(0.0, 1.1);
                assertThat(worker.busyShare()).isBetween(0.0, worker.cpuShare());
            });
            assertThat(conditions.clock().stepNanos()).isBetween(1L, MILLI);
            assertThat(conditions.clock().readNanos()).isPositive();
            assertThat(conditions.clock().sleepNanos()).isPositive();
        }
    }

    /** What is due in less than a millisecond is looked for all the time: that is no load. */
    @Test
    void lookingInVainIsNotWork() throws Exception {
        var worker = useOfAWorkerThatLooksOften();
        for (int i = 0; i < 20 && worker.busyShare() == worker.cpuShare(); i++) {
            worker = useOfAWorkerThatLooksOften(); // on a busy machine it is late, and never looks in vain
        }
        assertThat(worker.busyShare()).isLessThan(worker.cpuShare());
    }

    private static Conditions.WorkerUse useOfAWorkerThatLooksOften() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var often = new LoadPlan(
                    server.address(),
                    2,
                    1,
                    new Arrivals.ConstantRate(1001),
                    Duration.ZERO,
                    Duration.ofMillis(500),
                    64,
                    1,
                    1,
                    Transport.best());
            return new LoadRun(often, LoadRunTest.SILENT, LoadRunTest.PATIENCE)
                    .run()
                    .conditions()
                    .workers()
                    .getFirst();
        }
    }

    @Test
    void pausesOfTheCollectorAreCounted() {
        var pauses = new Pauses();
        System.gc();
        pauses.look();
        assertThat(pauses.count()).isPositive();
        assertThat(pauses.totalMillis()).isEqualTo(pauses.longestMillis());
    }
}
