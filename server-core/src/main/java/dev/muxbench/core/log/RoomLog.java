package dev.muxbench.core.log;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One room's lines in the order in which all members see them.
 *
 * <p>Threads: any. One lock is held while a batch is copied into the log; reading needs none.
 *
 * <p>The backlog is counted in whole segments: from the oldest one that a reader still holds up to the tail, the tail
 * itself left out. It is exact to one segment and costs nothing per line.
 */
public final class RoomLog {
    /** In place of a position: the log is closed. */
    public static final long CLOSED = -1;

    private static final long FILLED_FAST_NANOS = 1_000_000_000L;
    private static final long FILLED_SLOWLY_NANOS = 30_000_000_000L;
    private static final int QUIET_CHECKS = 5;

    private final SegmentPool pool;
    private final LogLimits limits;
    private final LongSupplier clockNanos;
    private final Runnable onBacklogDrained;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Segment tail; // written under the lock
    private int writeOffset; // in the tail; guarded by the lock
    private long tailSinceNanos; // guarded by the lock
    private long positionAtLastCheck; // guarded by the lock
    private int quietChecks; // guarded by the lock
    private boolean closed; // guarded by the lock

    private volatile long oldestBase; // written by whoever drops the last reference to the oldest segment
    private volatile boolean overHighWater; // set by who publishes or housekeeps, cleared by whoever drains the backlog
    private volatile long overSinceNanos; // written by who sets the mark, before that

    /**
     * @param clockNanos       monotonic
     * @param onBacklogDrained called on any thread when a backlog that was over the high-water mark has fallen to the
     *                         low-water mark; must not take this log's lock
     */
    public RoomLog(SegmentPool pool, LogLimits limits, LongSupplier clockNanos, Runnable onBacklogDrained) {
        this.pool = pool;
        this.limits = limits;
        this.clockNanos = clockNanos;
        this.onBacklogDrained = onBacklogDrained;
        this.tail = new Segment(this, pool.take(limits.firstSegmentBytes()), 0, 1);
        this.tailSinceNanos = clockNanos.getAsLong();
    }

    /**
     * Appends a batch of lines and makes it visible.
     *
     * @param lines  whole lines, each with its LF, none longer than the limits were made for
     * @param length bytes of them
     * @return the position of the first of these bytes; the others follow it; {@link #CLOSED} if nothing was appended
     */
    public long publish(byte[] lines, int length) {
        lock.lock();
        try {
            if (closed) {
                return CLOSED;
            }
            long from = appendPosition();
            for (int done = 0; done < length; ) {
                int fitting = wholeLines(lines, done, length, tail.capacity - writeOffset);
                if (fitting == 0) {
                    seal(limits.nextSegmentBytes(tail.capacity, growth(), pool.availableBytes()));
                } else {
                    tail.memory().put(writeOffset, lines, done, fitting);
                    writeOffset += fitting;
                    done += fitting;
                }
            }
            tail.publish(writeOffset);
            if (backlogBytes() > highWaterBytes()) {
                markOverHighWater();
            }
            return from;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the lines from there on that are not more than these. */
    private static int wholeLines(byte[] lines, int from, int to, int most) {
        if (to - from <= most) {
            return to - from;
        }
        int end = from + most;
        while (end > from && lines[end - 1] != '\n') {
            end--;
        }
        return end - from;
    }

    private long appendPosition() {
        return tail.base + writeOffset;
    }

    /** A segment should last for some seconds: short ones cost system calls, long ones memory. */
    private int growth() {
        long filledIn = clockNanos.getAsLong() - tailSinceNanos;
        return filledIn < FILLED_FAST_NANOS ? 1 : filledIn > FILLED_SLOWLY_NANOS ? -1 : 0;
    }

    private void seal(int nextSize) {
        var full = tail;
        full.publish(writeOffset);
        // Two references: the log's and its predecessor's. The tail moves before the link is set, so that whoever has
        // followed the link also sees the new tail (see end()).
        var fresh = new Segment(this, pool.take(nextSize), full.base + writeOffset, 2);
        tail = fresh;
        full.link(fresh);
        writeOffset = 0;
        tailSinceNanos = clockNanos.getAsLong();
        full.release();
    }

    /** Set first, then looked at again: the reader that drains the backlog meanwhile may have missed the mark being set. */
    private void markOverHighWater() {
        if (!overHighWater) {
            overSinceNanos = clockNanos.getAsLong();
        }
        overHighWater = true;
        clearIfDrained();
    }

    /**
     * Looks whether the backlog is over the mark as it is now, though nothing is published: the mark falls when all logs together run
     * short of memory.
     *
     * @return true if it is
     */
    public boolean markIfOverHighWater() {
        if (!overHighWater && backlogBytes() > highWaterBytes()) {
            markOverHighWater();
        }
        return overHighWater;
    }

    /** Looks again whether the backlog is drained: the mark moves with the memory that all logs together have left. */
    public void clearIfDrained() {
        if (overHighWater && backlogBytes() <= lowWaterBytes()) {
            overHighWater = false;
            // A publisher may have set the mark in between.
            if (backlogBytes() > highWaterBytes()) {
                overHighWater = true;
            } else {
                onBacklogDrained.run();
            }
        }
    }

    /** Called by the segment that lost its last reference, before its successor can be given back. */
    void onReclaimed(Chunk chunk, long newOldestBase) {
        oldestBase = newOldestBase;
        pool.giveBack(chunk);
        clearIfDrained();
    }

    /** Position behind the last published line. */
    public long end() {
        var last = tail;
        return last.base + last.end();
    }

    /** Bytes in full segments that some reader has not left yet. */
    public long backlogBytes() {
        return bytesFrom(oldestBase);
    }

    /** Bytes in full segments from the one on that begins at this position. */
    long bytesFrom(long segmentBase) {
        return Math.max(0, tail.base - segmentBase);
    }

    /** True from the moment the backlog exceeds the high-water mark until it is down at the low-water mark. */
    public boolean isOverHighWater() {
        return overHighWater;
    }

    /** For how long it has been so; 0 if it is not. */
    public long overHighWaterNanos() {
        return overHighWater ? Math.max(0, clockNanos.getAsLong() - overSinceNanos) : 0;
    }

    /** The backlog at which publishers are no longer read: the configured mark, less when all rooms' memory runs short. */
    public long highWaterBytes() {
        return Math.clamp(pool.availableBytes(), limits.leastHighWaterBytes(), limits.highWaterBytes());
    }

    /** The backlog at which publishers are no longer read while all rooms have enough memory. */
    public long mostBacklogBytes() {
        return limits.highWaterBytes();
    }

    /** The backlog at which they are read again. */
    long lowWaterBytes() {
        return limits.lowWaterBytes(highWaterBytes());
    }

    /** The same while all rooms have enough memory. A member further behind than this counts as behind. */
    public long ownLowWaterBytes() {
        return limits.lowWaterBytes(limits.highWaterBytes());
    }

    /** The tail, with a reference for the caller. */
    Segment retainTail() {
        lock.lock();
        try {
            tail.retain();
            return tail;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called about once a second. Replaces a large tail to which nothing was appended for some seconds by a small one, so
     * that a room pays for a burst only while it lasts. Readers let go of the old tail when they are flushed next.
     *
     * @return true if readers have to be flushed
     */
    public boolean shrinkIfQuiet() {
        lock.lock();
        try {
            quietChecks = appendPosition() == positionAtLastCheck ? quietChecks + 1 : 0;
            positionAtLastCheck = appendPosition();
            if (closed || quietChecks < QUIET_CHECKS || tail.capacity <= limits.firstSegmentBytes()) {
                return false;
            }
            seal(limits.firstSegmentBytes());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the log's own reference: with the last reader gone all memory is back in the pool. */
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                tail.release();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "RoomLog[end=" + end() + ", backlog=" + backlogBytes() + "]";
    }
}
