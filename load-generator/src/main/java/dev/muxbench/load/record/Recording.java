package dev.muxbench.load.record;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/**
 * What one worker measures. Nothing is clipped in silence: values outside the histogram's range are counted.
 *
 * <p>Threads: its worker's, but for {@link #finished()}, {@link #expected()}, {@link #delivered()} and {@link #idleNanos()}.
 */
public final class Recording {
    public static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DoubleSupplier frameBytes;
    private final long startNanos;
    private final long measureFrom; // by due time
    private final long measureTo;

    // Of what was due in the measured time, and of all else. The latter is for nobody: the same is done before
    // the measured time as in it, as the compilers leave out what was never done, and have to start anew when it is.
    private static final int MEASURED = 0;
    private static final int OTHER = 1;
    private final Histogram other = newHistogram();
    private final Histogram[] lastReceiver = {newHistogram(), other};
    private final Histogram[] service = {newHistogram(), other};
    private final Histogram[] scheduleError = {newHistogram(), other};
    private final Histogram[] pushback = {newHistogram(), other};
    private final Histogram[] unrulyLatency = {newHistogram(), other};
    private final Histogram[] joinLatency = {newHistogram(), other};
    private final Histogram[] outage = {newHistogram(), other};
    private final Histogram[] latency = {newHistogram(), other}; // of the current interval
    private final ConcurrentLinkedQueue<Interval> finished = new ConcurrentLinkedQueue<>();

    private long second; // of the current interval, from the start
    private long intervalDeliveries;
    private long intervalSent;
    private long intervalLate;

    private final AtomicLong expected = new AtomicLong(); // written by the worker
    private final AtomicLong delivered = new AtomicLong(); // written by the worker
    private long deliveredUnpublished;
    private long measuredArrivals; // deliveries that arrived in the measured time, whenever due
    private long measuredSent; // lines that were handed over in the measured time, whenever due
    private long measuredDue;
    private long negative;
    private long saturated;
    private long intervalCounted; // bytes that were not looked at
    private long measuredCounted; // likewise, in the measured time
    private final AtomicLong counted = new AtomicLong(); // likewise, in all; written by the worker
    private final AtomicLong idleNanos = new AtomicLong(); // written by the worker

    /** Creates a recording of the deliveries of verified receivers. */
    public Recording(long startNanos, long measureFrom, long measureTo) {
        this(startNanos, measureFrom, measureTo, () -> 1);
    }

    /** @param frameBytes of a delivery, on average, where bytes are counted */
    public Recording(long startNanos, long measureFrom, long measureTo, DoubleSupplier frameBytes) {
        this.frameBytes = frameBytes;
        this.startNanos = startNanos;
        this.measureFrom = measureFrom;
        this.measureTo = measureTo;
    }

    public static Histogram newHistogram() {
        return new Histogram(1, HIGHEST_NANOS, DIGITS);
    }

    /** So many more deliveries have to come; less than 0 if some need not come any more. */
    public void expect(long deliveries) {
        expected.setRelease(expected.getPlain() + deliveries);
    }

    /** A verified delivery of a line that was due then. */
    public void onDelivery(long dueNanos, long nowNanos) {
        deliveredUnpublished++;
        record(latency, dueNanos, dueNanos, nowNanos);
    }

    /** Likewise, of another process's line. */
    public void onGuestDelivery(long dueNanos, long nowNanos, boolean onThisClock) {
        if (onThisClock) {
            onDelivery(dueNanos, nowNanos);
        } else {
            deliveredUnpublished++;
        }
    }

    /** Records the service time of a delivery, whose line was handed to the socket at {@code sentNanos}. */
    public void onServed(long dueNanos, long sentNanos, long nowNanos) {
        record(service, dueNanos, sentNanos, nowNanos);
    }

    /** So many bytes have come to a client that is not looked at. */
    public void onCounted(int bytes, long nowNanos) {
        intervalCounted += bytes;
        measuredCounted += (long) bytes * (OTHER - which(nowNanos));
        counted.setRelease(counted.getPlain() + bytes);
    }

    private long deliveriesOf(long bytes) {
        return bytes == 0 ? 0 : Math.round(bytes / frameBytes.getAsDouble());
    }

    /** Likewise, to an unruly client. */
    public void onUnrulyDelivery(long dueNanos, long nowNanos) {
        deliveredUnpublished++;
        record(unrulyLatency, dueNanos, dueNanos, nowNanos);
    }

    /** Records the latency of a line's last delivery. */
    public void onLastDelivery(long dueNanos, long nowNanos) {
        record(lastReceiver, dueNanos, dueNanos, nowNanos);
    }

    /** A line has been handed over: first offered to the socket then, and taken by the write that began now. */
    public void onSent(long dueNanos, long offeredNanos, long nowNanos) {
        intervalSent++;
        intervalLate = Math.max(intervalLate, offeredNanos - dueNanos);
        measuredSent += OTHER - which(nowNanos);
        record(scheduleError, dueNanos, dueNanos, offeredNanos);
        record(pushback, dueNanos, offeredNanos, nowNanos);
    }

    /** A client is back that was to leave and come back then. */
    public void onJoined(long dueNanos, long nowNanos) {
        record(joinLatency, dueNanos, dueNanos, nowNanos);
    }

    /** A client is back whose connection broke then. */
    public void onReconnected(long brokenNanos, long nowNanos) {
        record(outage, brokenNanos, brokenNanos, nowNanos);
    }

    /** The time between two instants, of what was due then. */
    private void record(Histogram[] histograms, long dueNanos, long fromNanos, long toNanos) {
        int which = which(dueNanos);
        long nanos = toNanos - fromNanos;
        if (nanos >= 0 && nanos <= HIGHEST_NANOS) {
            histograms[which].recordValue(nanos);
        } else if (nanos < 0) {
            negative += OTHER - which;
        } else {
            saturated += OTHER - which;
            histograms[which].recordValue(HIGHEST_NANOS);
        }
    }

    /** {@link #MEASURED} or {@link #OTHER}, without a branch: one of the differences is below 0 or none is. */
    private int which(long nanos) {
        return (int) ((nanos - measureFrom | measureTo - 1 - nanos) >>> (Long.SIZE - 1));
    }

    /** The worker has looked for something to do without waiting, and found nothing. */
    public void onIdleTurn(long nanos) {
        idleNanos.setRelease(idleNanos.getPlain() + nanos);
    }

    /** All of a read's deliveries are recorded. */
    public void endOfRead(long nowNanos) {
        intervalDeliveries += deliveredUnpublished;
        measuredArrivals += deliveredUnpublished * (OTHER - which(nowNanos));
        delivered.setRelease(delivered.getPlain() + deliveredUnpublished);
        deliveredUnpublished = 0;
    }

    public void rollIfDue(long nowNanos) {
        while (nowNanos - secondStart(second + 1) >= 0) {
            roll(secondStart(second + 1));
            second++;
        }
    }

    private long secondStart(long number) {
        return startNanos + number * INTERVAL_NANOS;
    }

    /** Ends the current interval, which is the last one. */
    public void rollLast(long nowNanos) {
        rollIfDue(nowNanos);
        roll(nowNanos);
    }

    private void roll(long endNanos) {
        finished.add(new Interval(
                second * INTERVAL_NANOS,
                endNanos - startNanos,
                phaseAt(secondStart(second)),
                intervalSent,
                intervalDeliveries + deliveriesOf(intervalCounted),
                latency[MEASURED],
                intervalLate));
        latency[MEASURED] = newHistogram();
        intervalSent = 0;
        intervalLate = 0;
        intervalDeliveries = 0;
        intervalCounted = 0;
    }

    private Interval.Phase phaseAt(long nanos) {
        if (nanos < measureFrom) {
            return Interval.Phase.WARM_UP;
        }
        return nanos < measureTo ? Interval.Phase.MEASURED : Interval.Phase.DRAIN;
    }

    public ConcurrentLinkedQueue<Interval> finished() {
        return finished;
    }

    public long expected() {
        return expected.get();
    }

    /** Verified, or, of bytes that are not looked at, as many as these are. */
    public long delivered() {
        return delivered.get() + deliveriesOf(counted.get());
    }

    /** Verified. */
    public long lookedAt() {
        return delivered.get();
    }

    /** CPU time that was not needed: see {@link #onIdleTurn}. */
    public long idleNanos() {
        return idleNanos.get();
    }

    // After the worker has ended:

    public Histogram service() {
        return service[MEASURED];
    }

    public Histogram lastReceiver() {
        return lastReceiver[MEASURED];
    }

    public Histogram scheduleError() {
        return scheduleError[MEASURED];
    }

    public Histogram unrulyLatency() {
        return unrulyLatency[MEASURED];
    }

    public Histogram outage() {
        return outage[MEASURED];
    }

    public Histogram joinLatency() {
        return joinLatency[MEASURED];
    }

    public long measuredArrivals() {
        return measuredArrivals + deliveriesOf(measuredCounted);
    }

    /** Sets the lines of an open loop's senders that were due in the measured time. */
    public void setMeasuredDue(long lines) {
        measuredDue = lines;
    }

    public long measuredDue() {
        return measuredDue;
    }

    public long measuredSent() {
        return measuredSent;
    }

    public Histogram pushback() {
        return pushback[MEASURED];
    }

    public long negative() {
        return negative;
    }

    public long saturated() {
        return saturated;
    }
}
