package dev.muxbench.core.log;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one connection still has to be sent: a position in its room's log, and edits to what lies ahead of it.
 *
 * <p>Edits leave out the member's own lines, insert replies that only it receives, move it to another room's log, and end
 * its output. They are made in the order of the log, so the next edit is always the nearest one.
 *
 * <p>Threads: the connection's own; nothing here is shared but the segments, which it only reads.
 *
 * <p>Memory: nothing is allocated per line, nor per segment while a member keeps up. A view that has edits owns a ring of them; a caught-up view keeps its current
 * segment alive and nothing else.
 */
public final class OutboundView {
    private Segment segment;
    private ByteBuffer memory; // the segment's bytes, position and limit are this view's
    private @Nullable Chunk chunkBefore; // of the segment before this one
    private @Nullable ByteBuffer memoryBefore; // the same for that
    private int offset;
    private @Nullable EditQueue edits;
    private @Nullable Segment target; // of the switch that lies ahead: it is kept from there on, too
    private int targetOffset;
    private boolean ended;
    private boolean closed;

    /** A view that begins at the end of {@code log}: it will see every line published from now on. */
    public OutboundView(RoomLog log) {
        segment = log.retainTail();
        memory = segment.chunk().duplicateForReading();
        offset = segment.end();
    }

    /**
     * The next bytes to send, as one contiguous run, or null if there is nothing to send now. The buffer stays valid and
     * its bytes unchanged until {@link #advance} has passed them or the view is closed.
     *
     * @param maxBytes at most this many
     */
    public @Nullable ByteBuffer next(int maxBytes) {
        while (true) {
            if (edits != null && !edits.isEmpty() && edits.at() == position()) {
                var reply = applyEdit(edits);
                if (reply != null) {
                    return reply;
                }
                if (ended) {
                    return null;
                }
                continue;
            }
            var successor = segment.next(); // read before the end: once there is a successor the end is final
            int stop = firstStop(segment.end());
            if (offset < stop) {
                return memory.limit(Math.min(stop, offset + maxBytes)).position(offset);
            }
            if (successor == null || offset < segment.end()) {
                return null;
            }
            enter(successor, 0);
        }
    }

    /** There is something to send, or to be applied. */
    public boolean hasMore() {
        return pendingEdits() > 0 || offset < segment.end() || segment.next() != null;
    }

    /** Applies the edits at the current position, so that {@link #log()} and {@link #position()} are up to date. */
    public void settle() {
        next(1);
    }

    private int firstStop(int end) {
        if (edits == null || edits.isEmpty()) {
            return end;
        }
        return (int) Math.min(end, edits.at() - segment.base);
    }

    /** Applies the edit at the current position; returns the reply to send, or null if the position or log changed. */
    private @Nullable ByteBuffer applyEdit(EditQueue queue) {
        switch (queue.kind()) {
            case SKIP -> passOwnLines(queue);
            case INSERT -> {
                return queue.reply();
            }
            case SWITCH -> {
                queue.remove();
                segment.release();
                adopt(Objects.requireNonNull(target), targetOffset);
                target = null;
            }
            case END -> ended = true;
        }
        return null;
    }

    private void passOwnLines(EditQueue queue) {
        int step = (int) Math.min(queue.skipBytes(), segment.end() - offset);
        offset += step;
        if (queue.shortenSkip(step)) {
            queue.remove();
            return;
        }
        var successor = segment.next();
        if (successor != null && offset == segment.end()) {
            enter(successor, 0);
        }
    }

    /**
     * The connection has taken so many of the bytes that {@link #next} returned last.
     *
     * @param bytes at most what was returned
     */
    public void advance(int bytes) {
        if (bytes == 0) {
            return;
        }
        if (edits != null && !edits.isEmpty() && edits.at() == position() && edits.kind() == EditQueue.Kind.INSERT) {
            edits.consumeReply(bytes);
        } else {
            offset += bytes;
        }
    }

    /** Leaves out what lies between two positions of the log: lines of one's own that have just been published. */
    public void skip(long from, long to) {
        queue().addSkip(from, to - from);
    }

    /**
     * Inserts bytes at the end of the log as it is now.
     *
     * @param reply whole lines; not to be changed afterwards
     */
    public void insert(RoomLog log, ByteBuffer reply) {
        if (reply.hasRemaining()) {
            queue().addReply(log.end(), reply);
        }
    }

    /** Inserts bytes before all else. Only for a view that has no edits and has not been read. */
    public void insertFirst(ByteBuffer reply) {
        queue().addReply(position(), reply);
    }

    /**
     * Goes over to another log: everything up to the end of {@code from} first, then everything after the end of {@code to}.
     *
     * @throws IllegalStateException if it has not gone over yet to the log that it was told before
     */
    public void switchTo(RoomLog from, RoomLog to) {
        if (target != null) {
            throw new IllegalStateException("still on its way to " + target.log());
        }
        target = to.retainTail();
        targetOffset = target.end();
        queue().addSwitch(from.end());
    }

    /** Nothing published from now on is sent. */
    public void endAt(RoomLog log) {
        queue().addEnd(log.end());
    }

    /** True when everything up to the end has been taken. */
    public boolean ended() {
        return ended;
    }

    /** The log that the position lies in. */
    public RoomLog log() {
        return segment.log();
    }

    /** Position in {@link #log()}. */
    public long position() {
        return segment.base + offset;
    }

    /** It reads this log, or will: what comes in it is kept for this view. */
    public boolean pins(RoomLog log) {
        return !closed && (segment.log() == log || (target != null && target.log() == log));
    }

    /** Where it will go on in a log that it {@linkplain #pins pins}. */
    public long positionIn(RoomLog log) {
        return segment.log() == log ? position() : base(target) + targetOffset;
    }

    /** Bytes of full segments that are kept for it in a log that it {@linkplain #pins pins}. */
    public long pinnedBytes(RoomLog log) {
        return log.bytesFrom(segment.log() == log ? segment.base : base(target));
    }

    private static long base(@Nullable Segment segment) {
        return Objects.requireNonNull(segment, "a log that it does not read").base;
    }

    /** Bytes of replies that have not been taken. */
    public int replyBytes() {
        return edits == null ? 0 : edits.replyBytes();
    }

    /** Edits that lie ahead. */
    public int pendingEdits() {
        return edits == null ? 0 : edits.size();
    }

    /** Lets go of all segments. The bytes that {@link #next} returned must no longer be read by anyone. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        segment.release();
        if (target != null) {
            target.release();
            target = null;
        }
        edits = null;
        chunkBefore = null;
        memoryBefore = null;
    }

    private void enter(Segment successor, int start) {
        successor.retain();
        segment.release();
        adopt(successor, start);
    }

    /** A log whose members keep up goes back and forth between two chunks. */
    @SuppressWarnings("ReferenceEquality") // the very same memory
    private void adopt(Segment retained, int start) {
        var chunk = retained.chunk();
        var known = chunk == chunkBefore ? memoryBefore : null;
        chunkBefore = segment.chunk();
        memoryBefore = memory;
        segment = retained;
        memory = known == null ? chunk.duplicateForReading() : known;
        offset = start;
    }

    private EditQueue queue() {
        if (edits == null) {
            edits = new EditQueue();
        }
        return edits;
    }
}
