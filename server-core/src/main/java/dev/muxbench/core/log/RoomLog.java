package dev.muxbench.core.log;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One room's lines in the order in which all members see them.
 *
 * <p>Threads: any. One lock is held while a batch is copied into the log; reading needs none.
 *
 * <p>The backlog is counted in whole segments, from the oldest one that a reader still holds up to the tail, without the tail. The count
 * is exact to one segment and costs nothing per line.
 */
public final class RoomLog {
    /** Returned in place of a position if the log is closed. */
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

    private volatile long oldestBase; // written by the thread that drops the last reference to the oldest segment
    private volatile boolean
            overHighWater; // set by a publisher or the housekeeper, cleared by the thread that drains the backlog
    private volatile long overSinceNanos; // written before overHighWater is set

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

    /** Returns the bytes of the whole lines from {@code from} on that fit into {@code most}. */
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

    /**
     * Returns 1 if the next segment must be larger, -1 if smaller, else 0. Short-lived segments cost system calls, long-lived ones
     * memory.
     */
    private int growth() {
        long filledIn = clockNanos.getAsLong() - tailSinceNanos;
        return filledIn < FILLED_FAST_NANOS ? 1 : filledIn > FILLED_SLOWLY_NANOS ? -1 : 0;
    }

    private void seal(int nextSize) {
        var full = tail;
        full.publish(writeOffset);
        // Two references: the log's and its predecessor's. The tail moves before the link is set, so that a thread that
        // has followed the link also sees the new tail (see end()).
        var fresh = new Segment(this, pool.take(nextSize), full.base + writeOffset, 2);
        tail = fresh;
        full.link(fresh);
        writeOffset = 0;
        tailSinceNanos = clockNanos.getAsLong();
        full.release();
    }

    /** Sets the mark and then checks the backlog again, because a reader that drained it meanwhile may have missed the mark. */
    private void markOverHighWater() {
        if (!overHighWater) {
            overSinceNanos = clockNanos.getAsLong();
        }
        overHighWater = true;
        clearIfDrained();
    }

    /**
     * Checks the backlog although nothing is published, because the mark falls when all logs together run short of memory.
     *
     * @return true if the backlog is over the mark
     */
    public boolean markIfOverHighWater() {
        if (!overHighWater && backlogBytes() > highWaterBytes()) {
            markOverHighWater();
        }
        return overHighWater;
    }

    /** Checks again whether the backlog is drained, because the mark moves with the memory that all logs together have left. */
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

    /** Called when a segment has lost its last reference, before its successor can be given back. */
    void onReclaimed(Chunk chunk, long newOldestBase) {
        oldestBase = newOldestBase;
        pool.giveBack(chunk);
        clearIfDrained();
    }

    /** Returns the position behind the last published line. */
    public long end() {
        var last = tail;
        return last.base + last.end();
    }

    /** Returns the bytes in full segments that a reader has not left yet. */
    public long backlogBytes() {
        return bytesFrom(oldestBase);
    }

    /** Returns the bytes in full segments from the one on that begins at this position. */
    long bytesFrom(long segmentBase) {
        return Math.max(0, tail.base - segmentBase);
    }

    /** True from the moment the backlog exceeds the high-water mark until it is down at the low-water mark. */
    public boolean isOverHighWater() {
        return overHighWater;
    }

    /** Returns for how long the log has been over its high-water mark; 0 if it is not. */
    public long overHighWaterNanos() {
        return overHighWater ? Math.max(0, clockNanos.getAsLong() - overSinceNanos) : 0;
    }

    /** Returns the backlog at which publishers are no longer read: the configured mark, or less when the memory of all rooms runs short. */
    public long highWaterBytes() {
        return Math.clamp(pool.availableBytes(), limits.leastHighWaterBytes(), limits.highWaterBytes());
    }

    /** Returns the backlog at which publishers are no longer read while memory is not short. */
    public long mostBacklogBytes() {
        return limits.highWaterBytes();
    }

    /** Returns the backlog at which publishers are read again. */
    long lowWaterBytes() {
        return limits.lowWaterBytes(highWaterBytes());
    }

    /** Returns the same while memory is not short. A member further behind than this counts as behind. */
    public long ownLowWaterBytes() {
        return limits.lowWaterBytes(limits.highWaterBytes());
    }

    /** Returns the tail, with a reference for the caller. */
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
     * that a room pays for a burst only while it lasts. Readers release the old tail when they are flushed next.
     *
     * @return true if readers must be flushed
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

    /** Drops the log's own reference. When the last reader has gone, all memory is back in the pool. */
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
