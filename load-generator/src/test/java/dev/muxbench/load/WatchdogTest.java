package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.ClockResolution;
import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.Pauses;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static LoadPlan plan(InetSocketAddress target, Duration duration) {
        return new LoadPlan(
                target, 4, 1, new Arrivals.ConstantRate(100), Duration.ZERO, duration, 64, 1, 2, Transport.JDK);
    }

    /** Time goes by while somebody sleeps, who wakes as late as the test says. */
    private static final class VirtualClock implements Watchdog.Clock {
        long now = Long.MAX_VALUE - 20 * MILLI; // the clock may overflow
        long lateNanos;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos + lateNanos;
        }
    }

    private final VirtualClock clock = new VirtualClock();

    private Conditions watched(RunState state) {
        var watchdog = new Watchdog(state, clock, new ClockResolution(1, 1, 1), List.of(), List.of());
        watchdog.run();
        return watchdog.conditions();
    }

    private final RunState state = new RunState(
            plan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), Duration.ofMillis(50)), Duration.ZERO);

    @Test
    void aRunThatEndsBeforeItsMeasuredTimeIsNotWatched() {
        state.startNanos = clock.now + TimeUnit.HOURS.toNanos(1);
        state.end = true;
        var conditions = watched(state);
        assertThat(conditions.watchedNanos()).isZero();
        assertThat(conditions.busiest()).isEmpty();
    }

    /** As if this thread had been given no core for all of the measured time: late for 2 s, and once more for each 10 ms of them. */
    @Test
    void whoComesTooLateHasMissedAllUntilThen() {
        state.startNanos = clock.now - TimeUnit.SECONDS.toNanos(2);
        var wakeUps = watched(state).wakeUpErrorNanos();
        assertThat(wakeUps.getMaxValue()).isEqualTo(wakeUps.highestEquivalentValue(2000 * MILLI));
        assertThat(wakeUps.getTotalCount()).isEqualTo(200);
    }

    /** Of 50 ms, four times 10 ms and 2 ms, and then 2 ms. */
    @Test
    void whoWakesLateIsLateEachTime() {
        state.startNanos = clock.now;
        clock.lateNanos = 2 * MILLI;
        var conditions = watched(state);
        assertThat(conditions.watchedNanos()).isEqualTo(52 * MILLI);
        var wakeUps = conditions.wakeUpErrorNanos();
        assertThat(wakeUps.getTotalCount()).isEqualTo(6); // in time at first
        assertThat(wakeUps.getCountAtValue(2 * MILLI)).isEqualTo(5);
    }

    /** What is left of the warm-up may be shorter than a sleep of the watchdog. */
    @Test
    void whoIsAwakeWhenTheWarmUpEndsHasMissedNothing() {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                2,
                1,
                new Arrivals.ConstantRate(100),
                Duration.ofMillis(15),
                Duration.ofMillis(3),
                64,
                1,
                1,
                Transport.best());
        var starting = new RunState(plan, Duration.ZERO);
        starting.startNanos = clock.now;
        var conditions = watched(starting);
        assertThat(conditions.watchedNanos()).isEqualTo(3 * MILLI);
        assertThat(conditions.wakeUpErrorNanos().getMaxValue()).isZero();
    }

    @Test
    void aRunIsWatchedThroughItsMeasuredTime() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = plan(server.address(), Duration.ofSeconds(1)); // the watchdog may begin late
            var conditions = LoadRunTest.load(plan, LoadRunTest.PATIENT).run().conditions();
            long late = conditions.wakeUpErrorNanos().getMaxValue(); // when it began, if no later
            assertThat(conditions.watchedNanos() + late).isGreaterThanOrEqualTo(1000 * MILLI);
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
        try (var server = new TestChatServer(Fault.NONE)) {
            var often = new LoadPlan(
                    server.address(),
                    2,
                    1,
                    new Arrivals.ConstantRate(1001),
                    Duration.ZERO,
                    LoadRunTest.LONGEST,
                    64,
                    1,
                    1,
                    Transport.best());
            var looking = new RunState(often, Duration.ofSeconds(5));
            var looks = new Semaphore(0);
            var worker = new Worker(
                    looking, new LooksInVain(Transport.best().open(), looks), List.of(0, 1), OptionalInt.empty());
            var thread = new Thread(worker, "looking");
            looking.startNanos = System.nanoTime();
            thread.start();
            worker.begin(looking);
            var watchdog = new Watchdog(
                    looking,
                    new UntilItHasLooked(looking.startNanos, looks),
                    new ClockResolution(1, 1, 1),
                    List.of(worker),
                    List.of(thread));
            watchdog.run();
            looking.end = true;
            worker.end();
            thread.join();
            var use = watchdog.conditions().workers().getFirst();
            assertThat(use.busyShare()).isLessThan(use.cpuShare());
        }
    }

    /** Tells how often its worker did not wait, and there was nothing to do. */
    private static final class LooksInVain extends WatchedNetwork {
        private final Semaphore looks;

        LooksInVain(Network<Client> network, Semaphore looks) {
            super(network);
            this.looks = looks;
        }

        @Override
        void afterSelect(long millis, boolean heard) {
            if (millis == 0 && !heard) {
                looks.release();
            }
        }
    }

    /** The first sleep lasts until a worker has looked in vain many times, and is the last. */
    private static final class UntilItHasLooked implements Watchdog.Clock {
        private static final int MANY = 10_000;

        private final Semaphore looks;
        private long now;

        UntilItHasLooked(long now, Semaphore looks) {
            this.now = now;
            this.looks = looks;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            looks.drainPermits();
            assertThat(looks.tryAcquire(MANY, LoadRunTest.LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            now += LoadRunTest.LONGEST.toNanos();
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
