package dev.muxbench.core.log;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one room's log. Bytes below {@link #end()} never change; a line never spans two segments.
 *
 * <p>References are held by the log (one, on its tail), by the segment before (one, on its successor) and by every view
 * whose position lies here. The chain is therefore kept from the slowest reader to the tail, and segments are given back
 * in the order in which they were filled.
 */
final class Segment {
    /** Position in the log of this segment's first byte. */
    final long base;

    final int capacity;
    private final Chunk chunk;
    private final RoomLog log;
    private final AtomicInteger references;

    private volatile int end; // written by publishers, under the log's lock
    private volatile @Nullable Segment next; // written once, by a publisher, under the log's lock

    Segment(RoomLog log, Chunk chunk, long base, int references) {
        this.log = log;
        this.chunk = chunk;
        this.base = base;
        this.capacity = chunk.size();
        this.references = new AtomicInteger(references);
    }

    RoomLog log() {
        return log;
    }

    /** The log's own buffer for writing; used under the log's lock. */
    ByteBuffer memory() {
        return chunk.memory();
    }

    Chunk chunk() {
        return chunk;
    }

    /** Returns how many bytes readers may see. */
    int end() {
        return end;
    }

    /** The successor, or null while this is the tail. Once it is not null, {@link #end()} is final. */
    @Nullable
    Segment next() {
        return next;
    }

    void publish(int newEnd) {
        end = newEnd;
    }

    void link(Segment successor) {
        next = successor;
    }

    /**
     * Adds a reference. The caller must know that the segment is alive: it holds a reference, or the lock of the log whose tail this
     * is.
     */
    void retain() {
        if (references.getAndIncrement() <= 0) {
            throw new IllegalStateException("segment at " + base + " was already given back");
        }
    }

    /** Drops one reference. Gives this segment back, and those after it that only it kept. */
    void release() {
        var segment = this;
        while (segment != null && segment.dropReference()) {
            var successor = segment.next;
            log.onReclaimed(segment.chunk, successor == null ? segment.base : successor.base);
            segment = successor;
        }
    }

    private boolean dropReference() {
        int before = references.getAndDecrement();
        if (before <= 0) {
            throw new IllegalStateException("segment at " + base + " was released more often than retained");
        }
        return before == 1;
    }
}
