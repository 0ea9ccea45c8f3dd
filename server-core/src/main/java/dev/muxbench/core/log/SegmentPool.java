package dev.muxbench.core.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for the segments of all rooms, in powers of two.
 *
 * <p>Threads: any. Taking and giving back happen once per segment, not per line, so one lock serves all threads.
 *
 * <p>Limit: the pool never refuses a segment, because a line that was accepted must be stored. It reports
 * {@link #availableBytes()} instead, from which every room derives how far it may fall behind before its publishers are
 * no longer read (the dynamic thresholds of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory
 * packet switches", IEEE/ACM Transactions on Networking 6(2), 1998).
 */
public final class SegmentPool {
    /**
     * Chunks that one {@link #trim()} frees at most. Closing a shared arena is a handshake with every thread of the JVM, so a
     * burst's memory is freed over some seconds.
     */
    static final int MOST_FREED_AT_ONCE = 256;

    private static final int SIZE_CLASSES = 32;

    private final long limitBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final SizeClass[] idle = new SizeClass[SIZE_CLASSES];

    private final AtomicInteger inUseChunks = new AtomicInteger();
    private final AtomicLong inUseBytes = new AtomicLong();
    private final AtomicLong idleBytes = new AtomicLong();

    /** @param limitBytes memory that all rooms together should stay under; see the class comment */
    public SegmentPool(long limitBytes) {
        this.limitBytes = limitBytes;
        for (int i = 0; i < SIZE_CLASSES; i++) {
            idle[i] = new SizeClass();
        }
    }

    /** @param size bytes, a power of two */
    Chunk take(int size) {
        var chunk = takeIdle(size);
        if (chunk == null) {
            chunk = Chunk.allocate(size);
        }
        inUseChunks.incrementAndGet(); // now: an allocation that fails must not count
        inUseBytes.addAndGet(size);
        return chunk;
    }

    private @Nullable Chunk takeIdle(int size) {
        lock.lock();
        try {
            var chunk = idle[sizeClass(size)].take();
            if (chunk != null) {
                idleBytes.addAndGet(-size);
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Chunk chunk) {
        lock.lock();
        try {
            idle[sizeClass(chunk.size())].chunks.push(chunk);
            idleBytes.addAndGet(chunk.size());
            inUseChunks.decrementAndGet();
            inUseBytes.addAndGet(-chunk.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees what was not needed since the last call, the largest chunks first. Called about once a second: memory that a burst
     * took is back with the operating system some seconds later, while a steady load keeps its working set.
     *
     * <p>Freed outside the lock, because a publisher that needs a segment waits for that lock while its room waits for it.
     */
    public void trim() {
        takeUnneeded().forEach(Chunk::free);
    }

    private List<Chunk> takeUnneeded() {
        var unneeded = new ArrayList<Chunk>(0);
        lock.lock();
        try {
            for (int i = SIZE_CLASSES - 1; i >= 0; i--) {
                idle[i].moveUnneeded(unneeded, MOST_FREED_AT_ONCE);
            }
        } finally {
            lock.unlock();
        }
        unneeded.forEach(chunk -> idleBytes.addAndGet(-chunk.size()));
        return unneeded;
    }

    /** Frees all idle memory, at the end of a server's life. */
    public void close() {
        while (idleBytes() > 0) {
            trim();
        }
    }

    /** Returns how many segments some room still holds. */
    public int inUseChunks() {
        return inUseChunks.get();
    }

    /** Bytes in segments that some room still holds. */
    public long inUseBytes() {
        return inUseBytes.get();
    }

    /** Bytes kept for reuse. */
    public long idleBytes() {
        return idleBytes.get();
    }

    /** Bytes under the limit that are not in use; negative beyond the limit. */
    public long availableBytes() {
        return limitBytes - inUseBytes.get();
    }

    private static int sizeClass(int size) {
        return Integer.numberOfTrailingZeros(size);
    }

    /** Idle chunks of one size. Last in, first out: the chunk used last is the one still in the processor's cache. */
    private static final class SizeClass {
        final ArrayDeque<Chunk> chunks = new ArrayDeque<>(0);
        int fewest; // the fewest idle chunks since the last trim: so many were never needed

        @Nullable
        Chunk take() {
            var chunk = chunks.poll();
            fewest = Math.min(fewest, chunks.size());
            return chunk;
        }

        /** @param most that {@code unneeded} may hold */
        void moveUnneeded(List<Chunk> unneeded, int most) {
            for (int left = fewest; left > 0 && unneeded.size() < most; left--) {
                unneeded.add(chunks.removeLast());
            }
            fewest = chunks.size();
        }
    }
}
