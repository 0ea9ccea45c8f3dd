package dev.muxbench.load.judge;

import dev.muxbench.load.record.Recording;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What the machine and the generator's own process were like in the measured time.
 *
 * @param clock              what it can tell apart
 * @param watchedNanos       how long all of this was looked at; 0 if the run ended before the measured time
 * @param wakeUpErrorNanos   how late a thread woke that sleeps 10 ms at a time, as if it had asked every 10 ms that it slept
 *                           too long, too: a pause is in it as it is in the latency of an open loop
 * @param wakeUpsOutOfRange  that were later than an hour
 * @param workers            of the generator; empty where the JVM cannot tell
 * @param pauses             times that the generator's garbage collector has stopped it
 * @param pausedMillis       how long, in all
 * @param longestPauseMillis how long, at most
 * @param stealShare         of all cores' time, given to others by the hypervisor; empty where it cannot be told
 */
public record Conditions(
        ClockResolution clock,
        long watchedNanos,
        Histogram wakeUpErrorNanos,
        long wakeUpsOutOfRange,
        List<WorkerUse> workers,
        long pauses,
        long pausedMillis,
        long longestPauseMillis,
        OptionalDouble stealShare) {

    /** The time for which the watchdog thread sleeps again and again. */
    public static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * A thread of the generator.
     *
     * @param cpuShare  of the time in which it was on a core
     * @param busyShare likewise, without looking in vain for something to do
     * @param waitShare of the time in which it had something to do and no core to do it on; empty where the system cannot tell
     */
    public record WorkerUse(String name, double cpuShare, double busyShare, OptionalDouble waitShare) {
        /** Returns the share of its time that a worker has left. A worker that waits for a core has no time left either. */
        double headroom() {
            return Math.max(0, 1 - busyShare - waitShare.orElse(0));
        }
    }

    /** Returns the conditions of a run that was over before anything was measured. */
    public static Conditions unwatched(ClockResolution clock) {
        return new Conditions(clock, 0, Recording.newHistogram(), 0, List.of(), 0, 0, 0, OptionalDouble.empty());
    }

    /** Returns these conditions and those of another process, on any machine, together: all pauses, and the larger of each share. */
    Conditions plus(Conditions other) {
        var wakeUps = wakeUpErrorNanos.copy();
        wakeUps.add(other.wakeUpErrorNanos);
        return new Conditions(
                clock,
                Math.max(watchedNanos, other.watchedNanos),
                wakeUps,
                wakeUpsOutOfRange + other.wakeUpsOutOfRange,
                Stream.concat(workers.stream(), other.workers.stream()).toList(),
                pauses + other.pauses,
                pausedMillis + other.pausedMillis,
                Math.max(longestPauseMillis, other.longestPauseMillis),
                DoubleStream.concat(stealShare.stream(), other.stealShare.stream())
                        .max());
    }

    /** Returns the busy share of the worker that was busy for the longest; empty if it is not known. */
    public OptionalDouble busiest() {
        return workers.stream().mapToDouble(WorkerUse::busyShare).max();
    }

    /** The share of the time for which the worker that was worst off waited for a core; empty if that is not known. */
    public OptionalDouble longestWait() {
        return workers.stream()
                .flatMapToDouble(worker -> worker.waitShare.stream())
                .max();
    }

    /** The share of its time that the worker with the least time left had left; empty if that is not known. */
    public OptionalDouble headroom() {
        return workers.stream().mapToDouble(WorkerUse::headroom).min();
    }
}
