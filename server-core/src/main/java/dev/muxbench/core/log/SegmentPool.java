package dev.muxbench.core.log;

import java.util.ArrayDeque;
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
        lock.lock();
        try {
            inUseChunks.incrementAndGet();
            inUseBytes.addAndGet(size);
            var chunk = idle[sizeClass(size)].take();
            if (chunk != null) {
                idleBytes.addAndGet(-size);
                return chunk;
            }
        } finally {
            lock.unlock();
        }
        return Chunk.allocate(size);
    }

    void giveBack(Chunk chunk) {
        lock.lock();
        try {
            inUseChunks.decrementAndGet();
            inUseBytes.addAndGet(-chunk.size());
            idleBytes.addAndGet(chunk.size());
            idle[sizeClass(chunk.size())].chunks.push(chunk);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees what was not needed since the last call. Called about once a second: memory that a burst took is back with the
     * operating system some seconds later, while a steady load keeps its working set.
     */
    public void trim() {
        lock.lock();
        try {
            for (var sizeClass : idle) {
                idleBytes.addAndGet(-sizeClass.freeUnneeded());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Frees all idle memory, at the end of a server's life. */
    public void close() {
        trim();
        trim();
    }

    /** How many segments some room still holds. */
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

        long freeUnneeded() {
            long freed = 0;
            for (int i = 0; i < fewest; i++) {
                var chunk = chunks.removeLast();
                freed += chunk.size();
                chunk.free();
            }
            fewest = chunks.size();
            return freed;
        }
    }
}
