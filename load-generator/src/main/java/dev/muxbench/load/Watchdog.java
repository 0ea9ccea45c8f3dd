package dev.muxbench.load;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.ClockResolution;
import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.Conditions.WorkerUse;
import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.load.judge.Pauses;
import dev.muxbench.load.judge.WakeUps;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the machine and the generator in the measured time: sleeps for {@link Conditions#SLEEP_NANOS} again and again, and records how
 * late it wakes. Everything that stops this process, or keeps it from its cores, shows here, and no server has a part in it.
 *
 * <p>Threads: its own; {@link #conditions()} is called after it has ended.
 */
final class Watchdog implements Runnable {
    private static final long LEAST_WATCHED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double LEAST_HEADROOM = 0.1;
    private static final double LEAST_IDLE_CORES = 0.75;

    /** The source of time. */
    interface Clock {
        Clock SYSTEM = new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };

        long nanoTime();

        void sleep(long nanos) throws InterruptedException;
    }

    private final RunState state;
    private final Clock clock;
    private final ClockResolution resolution;
    private final List<Worker> workers;
    private final List<Thread> threads; // of the workers, in the same order
    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    private volatile boolean over; // set by the run
    private volatile boolean wantsWorkers; // set when the warm-up is over
    private volatile boolean warm; // likewise
    private @Nullable Conditions conditions;

    Watchdog(RunState state, Clock clock, ClockResolution resolution, List<Worker> workers, List<Thread> threads) {
        this.state = state;
        this.clock = clock;
        this.resolution = resolution;
        this.workers = workers;
        this.threads = List.copyOf(threads);
    }

    /** Watches the measured time, and the warm-up before it, so that nothing is done for the first time in the measured time. */
    @Override
    public void run() {
        try {
            var machine = MachineTime.now();
            var warmUp = watch(state.startNanos, state.measureFrom());
            double idleCores = MachineTime.now().idleShareSince(machine).orElse(0)
                    * Runtime.getRuntime().availableProcessors();
            wantsWorkers = warmUp.watchedNanos() >= LEAST_WATCHED_NANOS
                    && warmUp.headroom().orElse(1) < LEAST_HEADROOM
                    && idleCores > LEAST_IDLE_CORES;
            warm = true;
            if (!isOver()) {
                conditions = watch(state.measureFrom(), state.measureTo());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        return over || state.end || state.stopSending;
    }

    /** True when the warm-up is over. */
    boolean isWarm() {
        return warm;
    }

    /** True if a worker had no time left in the warm-up and a core is idle. */
    boolean wantsWorkers() {
        return wantsWorkers;
    }

    /** Ends the watching. */
    void end() {
        over = true;
    }

    /** @param due when to wake first; a later start has missed the time until then */
    private Conditions watch(long due, long until) throws InterruptedException {
        long from = clock.nanoTime();
        var timeBefore = MachineTime.now();
        var usedBefore = uses();
        var pauses = new Pauses();
        var wakeUps = new WakeUps(Conditions.SLEEP_NANOS);
        wakeUps.onAwake(from - due);
        long now = clock.nanoTime();
        while (now - until < 0 && !isOver()) {
            long asleep = now;
            long period = Math.min(Conditions.SLEEP_NANOS, until - asleep);
            clock.sleep(period);
            now = clock.nanoTime();
            wakeUps.onAwake(now - asleep - period);
            pauses.look();
        }
        long watched = clock.nanoTime() - from;
        return new Conditions(
                resolution,
                watched,
                wakeUps.errorNanos(),
                wakeUps.outOfRange(),
                workerUses(usedBefore, uses(), watched),
                pauses.count(),
                pauses.totalMillis(),
                pauses.longestMillis(),
                MachineTime.now().stealShareSince(timeBefore));
    }

    private record Use(long cpuNanos, long idleNanos, OptionalLong waitNanos) {}

    /** Returns the use of each worker so far; empty where the JVM cannot tell. */
    private List<Use> uses() {
        var uses = new ArrayList<Use>();
        for (int i = 0; i < threads.size() && cpu.isThreadCpuTimeSupported(); i++) {
            var recording = workers.get(i).recording();
            uses.add(new Use(
                    cpu.getThreadCpuTime(threads.get(i).threadId()),
                    recording == null ? 0 : recording.idleNanos(),
                    workers.get(i).coreWaitNanos()));
        }
        return uses;
    }

    private List<WorkerUse> workerUses(List<Use> before, List<Use> after, long watchedNanos) {
        var uses = new ArrayList<WorkerUse>();
        for (int i = 0; i < after.size(); i++) {
            long used = after.get(i).cpuNanos - before.get(i).cpuNanos;
            long idle = after.get(i).idleNanos - before.get(i).idleNanos;
            if (after.get(i).cpuNanos >= 0) { // else it has ended
                uses.add(new WorkerUse(
                        threads.get(i).getName(),
                        (double) used / watchedNanos,
                        (double) Math.max(0, used - idle) / watchedNanos,
                        waitShare(before.get(i).waitNanos, after.get(i).waitNanos, watchedNanos)));
            }
        }
        return uses;
    }

    private static OptionalDouble waitShare(OptionalLong before, OptionalLong after, long watchedNanos) {
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of((double) (after.getAsLong() - before.getAsLong()) / watchedNanos)
                : OptionalDouble.empty();
    }

    Conditions conditions() {
        return conditions == null ? Conditions.unwatched(resolution) : conditions;
    }
}
