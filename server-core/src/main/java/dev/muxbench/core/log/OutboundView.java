package dev.muxbench.core.log;

import dev.muxbench.core.spi.Connection;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one connection must still be sent: a position in its room's log, and edits to the log ahead of that position.
 *
 * <p>Edits leave out the member's own lines, insert replies for this member only, move to another room's log, and end the output. Edits
 * are made in the order of the log, so the next edit is always the nearest one.
 *
 * <p>Threads: the connection's own; nothing here is shared but the segments, which it only reads.
 *
 * <p>Memory: nothing is allocated per line, nor per segment while a member keeps up. A view that has edits owns a ring of them; a
 * caught-up view keeps its current segment alive and nothing else.
 */
public final class OutboundView {
    private Segment segment;
    private int offset;
    private final Runs runs = new Runs();
    private @Nullable EditQueue edits;
    private @Nullable Segment target; // of the switch that lies ahead: it is kept from there on, too
    private int targetOffset;
    private boolean ended;
    private boolean closed;

    /** A view that begins at the end of {@code log}: it will see every line published from now on. */
    public OutboundView(RoomLog log) {
        segment = log.retainTail();
        offset = segment.end();
    }

    /**
     * Finds the next bytes to send: runs between own lines, and replies, in their order, up to a switch of logs. The runs stay valid
     * until {@link #advance} has passed them, the view is closed, or the next call.
     *
     * @param maxBytes at most this many
     * @return the number of {@link #runs()}; 0 if there is nothing to send now
     */
    public int gather(int maxBytes) {
        settle();
        runs.clear();
        var at = segment;
        int from = offset;
        int left = maxBytes;
        int edit = 0;
        while (left > 0 && runs.count() < Connection.MOST_RUNS) {
            if (edits != null && edit < edits.size() && edits.at(edit) == at.base + from) {
                switch (edits.kind(edit)) {
                    case SKIP -> {
                        for (long skip = edits.bytes(edit); skip > 0; ) {
                            if (from == at.end()) {
                                at = Objects.requireNonNull(at.next(), "own lines that are not published");
                                from = 0;
                            }
                            int step = (int) Math.min(skip, at.end() - from);
                            from += step;
                            skip -= step;
                        }
                    }
                    case INSERT -> {
                        var reply = edits.reply(edit);
                        int rest = (int) edits.bytes(edit);
                        int count = Math.min(rest, left);
                        runs.add(reply, reply.limit() - rest, reply.limit() - rest + count);
                        left -= count;
                    }
                    case SWITCH, END -> {
                        return runs.count();
                    }
                }
                edit++;
                continue;
            }
            var successor = at.next(); // read before the end: once there is a successor the end is final
            int end = at.end();
            int stop = edits != null && edit < edits.size() ? (int) Math.min(end, edits.at(edit) - at.base) : end;
            if (from < stop) {
                int count = Math.min(stop - from, left);
                runs.add(at.chunk(), from, from + count);
                from += count;
                left -= count;
            } else if (successor == null || from < end) {
                break;
            } else {
                at = successor;
                from = 0;
            }
        }
        return runs.count();
    }

    /** Returns the runs that {@link #gather} has found. */
    public ByteBuffer[] runs() {
        return runs.buffers();
    }

    /** True if there are bytes to send or edits to apply. */
    public boolean hasMore() {
        return pendingEdits() > 0 || offset < segment.end() || segment.next() != null;
    }

    /** Applies the edits at the current position, so that {@link #log()} and {@link #position()} are up to date. */
    public void settle() {
        while (!ended && (applyEdit() || enterNext())) {
            // until there is something to send, or nothing
        }
    }

    private boolean isAtEdit() {
        return edits != null && !edits.isEmpty() && edits.at() == position();
    }

    /** Applies the edit at the current position. Returns false if there is none, or a reply to be sent. */
    private boolean applyEdit() {
        if (!isAtEdit()) {
            return false;
        }
        var queue = queue();
        switch (queue.kind()) {
            case SKIP -> {
                int step = (int) Math.min(queue.skipBytes(), segment.end() - offset);
                offset += step;
                if (queue.shortenSkip(step)) {
                    queue.remove();
                } else {
                    return enterNext();
                }
            }
            case INSERT -> {
                return false;
            }
            case SWITCH -> {
                queue.remove();
                segment.release();
                segment = Objects.requireNonNull(target);
                offset = targetOffset;
                target = null;
            }
            case END -> ended = true;
        }
        return true;
    }

    /** Moves to the log's next segment. Returns false if this segment is not read to its end, or is the last one. */
    private boolean enterNext() {
        var successor = segment.next(); // read before the end: once there is a successor the end is final
        if (successor == null || offset < segment.end()) {
            return false;
        }
        successor.retain();
        segment.release();
        segment = successor;
        offset = 0;
        return true;
    }

    /**
     * Passes bytes that the connection has taken of those that {@link #gather} has found, from the first on.
     *
     * @param bytes at most what was found
     */
    public void advance(int bytes) {
        int left = bytes;
        while (left > 0) {
            settle();
            int step;
            if (isAtEdit()) {
                step = Math.min(left, queue().nextReplyBytes());
                queue().consumeReply(step);
            } else {
                step = Math.min(left, nextStop() - offset);
                offset += step;
            }
            left -= step;
        }
    }

    private int nextStop() {
        int end = segment.end();
        return edits == null || edits.isEmpty() ? end : (int) Math.min(end, edits.at() - segment.base);
    }

    /** Leaves out the member's own lines, which were just published between two positions of the log. */
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
     * Moves to another log: everything up to the end of {@code from} first, then everything after the end of {@code to}.
     *
     * @throws IllegalStateException if an earlier move is not done yet
     */
    public void switchTo(RoomLog from, RoomLog to) {
        if (target != null) {
            throw new IllegalStateException("still on its way to " + target.log());
        }
        target = to.retainTail();
        targetOffset = target.end();
        queue().addSwitch(from.end());
    }

    /** Ends the view at the log's end of now. */
    public void endAt(RoomLog log) {
        queue().addEnd(log.end());
    }

    /** True when everything up to the end has been taken. */
    public boolean ended() {
        return ended;
    }

    /** Returns the log that the position lies in. */
    public RoomLog log() {
        return segment.log();
    }

    /** Returns the position in {@link #log()}. */
    public long position() {
        return segment.base + offset;
    }

    /** True if this view reads the log or will read it, so that the log is kept for it. */
    public boolean pins(RoomLog log) {
        return !closed && (segment.log() == log || (target != null && target.log() == log));
    }

    /** Returns where the view goes on in a log that it {@linkplain #pins pins}. */
    public long positionIn(RoomLog log) {
        return segment.log() == log ? position() : base(target) + targetOffset;
    }

    /** Returns the bytes of full segments that are kept for this view in a log that it {@linkplain #pins pins}. */
    public long pinnedBytes(RoomLog log) {
        return log.bytesFrom(segment.log() == log ? segment.base : base(target));
    }

    private static long base(@Nullable Segment segment) {
        return Objects.requireNonNull(segment, "a log that it does not read").base;
    }

    /** Returns the bytes of replies that have not been taken. */
    public int replyBytes() {
        return edits == null ? 0 : edits.replyBytes();
    }

    /** Returns the number of replies that have not been taken. */
    public int replies() {
        return edits == null ? 0 : edits.replyCount();
    }

    /** Returns the number of edits ahead. */
    public int pendingEdits() {
        return edits == null ? 0 : edits.size();
    }

    /** Releases all segments. The bytes that {@link #gather} has found must not be read any more. */
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
    }

    private EditQueue queue() {
        if (edits == null) {
            edits = new EditQueue();
        }
        return edits;
    }
}
