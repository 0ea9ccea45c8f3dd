package dev.muxbench.load;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What one worker measures. Nothing is clipped in silence: values outside the histogram's range are counted.
 *
 * <p>Threads: its worker's, but for {@link #finished()}, {@link #expected()}, {@link #delivered()} and {@link #idleNanos()}.
 */
final class Recording {
    static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long startNanos;
    private final long measureFrom; // by due time
    private final long measureTo;

    private final Histogram lastReceiver = newHistogram();
    private final Histogram service = newHistogram();
    private final Histogram scheduleError = newHistogram();
    private final Histogram unrulyLatency = newHistogram();
    private final Histogram joinLatency = newHistogram();
    private final Histogram outage = newHistogram();
    private final ConcurrentLinkedQueue<Interval> finished = new ConcurrentLinkedQueue<>();

    private Histogram latency = newHistogram(); // of the current interval
    private long intervalStart;
    private long intervalDeliveries;
    private long intervalSent;
    private long intervalLate;

    private final AtomicLong expected = new AtomicLong(); // written by the worker
    private final AtomicLong delivered = new AtomicLong(); // written by the worker
    private long deliveredUnpublished;
    private long measuredArrivals; // deliveries that arrived in the measured time, whenever due
    private long negative;
    private long saturated;
    private final AtomicLong idleNanos = new AtomicLong(); // written by the worker

    Recording(long startNanos, long measureFrom, long measureTo) {
        this.startNanos = startNanos;
        this.measureFrom = measureFrom;
        this.measureTo = measureTo;
        this.intervalStart = startNanos;
    }

    static Histogram newHistogram() {
        return new Histogram(1, HIGHEST_NANOS, DIGITS);
    }

    /** So many more deliveries have to come; less than 0 if some need not come any more. */
    void expect(long deliveries) {
        expected.setRelease(expected.getPlain() + deliveries);
    }

    /** A verified delivery of a line that was due then. */
    void onDelivery(long dueNanos, long nowNanos) {
        deliveredUnpublished++;
        record(latency, dueNanos, dueNanos, nowNanos);
    }

    /** Of that delivery: when its line was handed to the socket. */
    void onServed(long dueNanos, long sentNanos, long nowNanos) {
        record(service, dueNanos, sentNanos, nowNanos);
    }

    /** Likewise, to an unruly client. */
    void onUnrulyDelivery(long dueNanos, long nowNanos) {
        deliveredUnpublished++;
        record(unrulyLatency, dueNanos, dueNanos, nowNanos);
    }

    /** That delivery was the line's last. */
    void onLastDelivery(long dueNanos, long nowNanos) {
        record(lastReceiver, dueNanos, dueNanos, nowNanos);
    }

    void onSent(long dueNanos, long nowNanos) {
        intervalSent++;
        intervalLate = Math.max(intervalLate, nowNanos - dueNanos);
        record(scheduleError, dueNanos, dueNanos, nowNanos);
    }

    /** A client is back that was to leave and come back then. */
    void onJoined(long dueNanos, long nowNanos) {
        record(joinLatency, dueNanos, dueNanos, nowNanos);
    }

    /** A client is back whose connection broke then. */
    void onReconnected(long brokenNanos, long nowNanos) {
        record(outage, brokenNanos, brokenNanos, nowNanos);
    }

    /** The time between two instants, of what was due then. */
    private void record(Histogram histogram, long dueNanos, long fromNanos, long toNanos) {
        if (dueNanos < measureFrom || dueNanos >= measureTo) {
            return;
        }
        long nanos = toNanos - fromNanos;
        if (nanos >= 0 && nanos <= HIGHEST_NANOS) {
            histogram.recordValue(nanos);
        } else if (nanos < 0) {
            negative++;
        } else {
            saturated++;
            histogram.recordValue(HIGHEST_NANOS);
        }
    }

    /** The worker has looked for something to do without waiting, and found nothing. */
    void onIdleTurn(long nanos) {
        idleNanos.setRelease(idleNanos.getPlain() + nanos);
    }

    /** All of a read's deliveries are recorded. */
    void endOfRead(long nowNanos) {
        intervalDeliveries += deliveredUnpublished;
        if (nowNanos >= measureFrom && nowNanos < measureTo) {
            measuredArrivals += deliveredUnpublished;
        }
        delivered.setRelease(delivered.getPlain() + deliveredUnpublished);
        deliveredUnpublished = 0;
        rollIfDue(nowNanos);
    }

    void rollIfDue(long nowNanos) {
        if (nowNanos - intervalStart >= INTERVAL_NANOS) {
            roll(nowNanos);
        }
    }

    /** Ends the current interval. */
    void roll(long nowNanos) {
        finished.add(new Interval(
                intervalStart - startNanos,
                nowNanos - startNanos,
                phaseAt(intervalStart),
                intervalSent,
                intervalDeliveries,
                latency,
                intervalLate));
        latency = newHistogram();
        intervalStart = nowNanos;
        intervalSent = 0;
        intervalLate = 0;
        intervalDeliveries = 0;
    }

    private Interval.Phase phaseAt(long nanos) {
        if (nanos < measureFrom) {
            return Interval.Phase.WARM_UP;
        }
        return nanos < measureTo ? Interval.Phase.MEASURED : Interval.Phase.DRAIN;
    }

    ConcurrentLinkedQueue<Interval> finished() {
        return finished;
    }

    long expected() {
        return expected.get();
    }

    long delivered() {
        return delivered.get();
    }

    /** CPU time that was not needed: see {@link #onIdleTurn}. */
    long idleNanos() {
        return idleNanos.get();
    }

    // After the worker has ended:

    Histogram service() {
        return service;
    }

    Histogram lastReceiver() {
        return lastReceiver;
    }

    Histogram scheduleError() {
        return scheduleError;
    }

    Histogram unrulyLatency() {
        return unrulyLatency;
    }

    Histogram outage() {
        return outage;
    }

    Histogram joinLatency() {
        return joinLatency;
    }

    long measuredArrivals() {
        return measuredArrivals;
    }

    long negative() {
        return negative;
    }

    long saturated() {
        return saturated;
    }
}
