package dev.muxbench.load;

import com.sun.management.OperatingSystemMXBean;
import dev.muxbench.load.attack.Resets;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.schedule.Patience;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One load of clients that are connected: warms up, measures, drains, reports.
 *
 * <p>Threads: {@link #run} is called once, by the thread that is to wait for the report; {@link #stop()} by any.
 */
final class Attempt {
    private static final int PATIENCE_WITH_OTHERS = 12; // times as long as without
    private static final long LOSSES_NANOS = TimeUnit.SECONDS.toNanos(1); // for further losses to follow the first one

    private final LoadPlan plan;
    private final LoadListener listener;
    private final RunSettings settings;
    private final boolean mayGrow;
    private final RunState state;
    private final Countdown countdown;
    private final Intervals intervals;
    private boolean growing;
    private final Crowd crowd;
    private final List<Worker> workers;
    private long sendingEndedNanos; // or the measured time
    private volatile boolean stopped; // by the user
    private volatile @Nullable String ended; // before its time, and why
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** @param mayGrow whether the load may ask for more workers */
    Attempt(Crowd crowd, RunState state, StartTime start, LoadListener listener, boolean mayGrow) {
        this.crowd = crowd;
        this.plan = state.plan;
        this.listener = listener;
        this.settings = crowd.settings();
        this.mayGrow = mayGrow;
        this.state = state;
        this.workers = crowd.workers();
        this.intervals = new Intervals(workers, plan.threads(), this::status, listener);
        this.countdown = new Countdown(state, start, listener);
    }

    void stop() {
        stopped = true;
        state.stopSending = true;
    }

    void endEarly(String why) {
        if (!state.stopSending) {
            ended = why;
            state.stopSending = true;
        }
    }

    /**
     * Runs the load; called once.
     *
     * @return empty if the workers had no time left in the warm-up and there are idle cores for more
     */
    Optional<LoadReport> run() throws LoadException, InterruptedException {
        var resetting = startResets();
        try {
            long cpuBefore = process.getProcessCpuTime();
            begin();
            pass(Boundary.WARMING_UP);
            var watchdog = new Watchdog(state, Watchdog.Clock.SYSTEM, crowd.resolution(), workers, crowd.threads());
            var conditions = watchWhileSending(watchdog);
            sendingEndedNanos = System.nanoTime();
            drain();
            pass(Boundary.DONE);
            long cpuNanos = process.getProcessCpuTime() - cpuBefore;
            end(resetting);
            if (growing) {
                return Optional.empty();
            }
            intervals.passOnLast();
            throwFailure();
            var harvest = new Harvest(state, workers, sendingEndedNanos);
            return Optional.of(harvest.report(cpuNanos, stopped, ended, intervals.latency(), conditions));
        } finally {
            end(resetting);
        }
    }

    /** Ends the threads of this load. */
    private void end(List<Thread> resetting) throws InterruptedException {
        state.end = true;
        if (state.start.getCount() == 0) {
            state.working.await();
        }
        state.start.countDown();
        for (var thread : resetting) {
            thread.join();
        }
    }

    /** Starts the threads that open and reset connections; none if the plan has no resets. */
    private List<Thread> startResets() throws LoadException {
        if (plan.population().resetsPerSecond() == 0) {
            return List.of();
        }
        try {
            var resets = new Resets(state, plan.transport().open());
            return List.of(Thread.ofPlatform().name("load-resets").start(resets));
        } catch (IOException e) {
            throw new LoadException("cannot wait for sockets: " + e.getMessage());
        }
    }

    private void throwFailure() throws LoadException {
        var failure = state.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private void begin() throws LoadException, InterruptedException {
        long startNanos = countdown.await();
        state.startNanos = Math.max(System.nanoTime(), startNanos);
        workers.forEach(worker -> worker.begin(state));
        state.start.countDown();
    }

    private Conditions watchWhileSending(Watchdog watchdog) throws InterruptedException, LoadException {
        var watching = Thread.ofPlatform().name("load-watchdog").start(watchdog);
        try {
            awaitEndOfSending(watchdog);
        } finally {
            watchdog.end();
            watching.join();
        }
        return watchdog.conditions();
    }

    private void awaitEndOfSending(Watchdog watchdog) throws InterruptedException, LoadException {
        boolean measuring = false;
        for (long left = left(state.measureFrom()); left > 0 || !measuring; ) {
            if (left <= 0) {
                pass(Boundary.MEASURING);
                measuring = true;
            }
            if (state.stopSending || state.gone() >= plan.clients()) {
                break;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(settings.poll().toNanos(), Math.max(0, left)));
            throwFailure();
            growing = mayGrow && watchdog.wantsWorkers();
            if (!mayGrow || (watchdog.isWarm() && !growing)) { // else its figures do not count
                intervals.passOn();
            }
            if (growing || state.hasFailedFor(LOSSES_NANOS)) {
                state.stopSending = true;
            }
            left = left(measuring ? state.measureTo() : state.measureFrom());
        }
        pass(Boundary.DRAINING);
    }

    private static long left(long untilNanos) {
        return untilNanos - System.nanoTime();
    }

    private void pass(Boundary boundary) {
        listener.onBoundary(boundary, status());
    }

    /**
     * Waits until all deliveries and clients have arrived, or no client is left, or nothing arrives any more. Lines of others may stand
     * before ours in a server that is behind, so they count as an arrival, but not for ever.
     */
    private void drain() throws InterruptedException, LoadException {
        long lastArrived = -1;
        long lastForeign = -1;
        var quiet = new Patience(settings.drainPatience(), System.nanoTime());
        var foreignOnly = new Patience(settings.drainPatience().multipliedBy(PATIENCE_WITH_OTHERS), System.nanoTime());
        boolean told = false;
        while (state.gone() < plan.clients()) {
            Thread.sleep(settings.poll());
            throwFailure();
            intervals.passOn();
            boolean settled = state.loading.get() == 0 && state.joining.get() == 0;
            long delivered = delivered(); // before what is expected, which may grow meanwhile
            long missing = expected() - delivered;
            if (settled && missing <= 0) {
                return;
            }
            if (!told && missing > 0) {
                told = true;
                listener.onDraining(missing);
            }
            long now = System.nanoTime();
            long arrived = delivered + state.joined.get() + state.reconnected.get();
            long foreign = workers.stream().mapToLong(Worker::foreign).sum();
            if (arrived != lastArrived) {
                foreignOnly.renew(now);
            }
            if (arrived != lastArrived || foreign != lastForeign) {
                quiet.renew(now);
            }
            lastArrived = arrived;
            lastForeign = foreign;
            if (quiet.isOver(now) || foreignOnly.isOver(now)) {
                return;
            }
        }
    }

    private long delivered() {
        return workers.stream().mapToLong(Worker::delivered).sum();
    }

    private long expected() {
        return workers.stream().mapToLong(Worker::expected).sum() - state.ledger.completions.unacceptedDeliveries();
    }

    private LoadStatus status() {
        long delivered = delivered(); // before what is expected
        return new LoadStatus(
                state.ready.get() - state.gone() - state.joining.get(),
                state.sent.get(),
                expected(),
                delivered,
                state.lost.get(),
                workers.stream().mapToLong(Worker::faultsSeen).sum());
    }
}
