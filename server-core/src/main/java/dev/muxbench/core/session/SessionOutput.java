package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.events.FlushEvent;
import dev.muxbench.core.log.OutboundView;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.overload.Refusal;
import dev.muxbench.core.room.LogReader;
import dev.muxbench.core.spi.Connection;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one client what it must be sent: a view of its room's log, with at most one write under way.
 *
 * <p>Threads: the session's, except {@link #offerPrivately}.
 */
final class SessionOutput implements LogReader {
    private final Session session;
    private final IoLoop loop;
    private final Connection connection;
    private final OutboundView view;
    private final Refusal refusal;
    private final AtomicInteger privateBytes = new AtomicInteger(); // sent to it privately and not known to be read

    private long sentBytes;
    private boolean writePending;
    private boolean shut;
    private boolean closed;
    private int privateBytesInView; // of those counted

    /** Begins at the end of this log. */
    SessionOutput(Session session, IoLoop loop, Connection connection, RoomLog log) {
        this.session = session;
        this.loop = loop;
        this.connection = connection;
        this.refusal = new Refusal(loop.fairClock());
        this.view = new OutboundView(log);
    }

    // ---- What it must be sent.

    /** Sends a line before all else. */
    void greet(ByteBuffer line) {
        view.insertFirst(line);
        waitForTurn();
    }

    /** Sends bytes to this client only, after what was published up to now. */
    void insert(RoomLog log, ByteBuffer lines) {
        view.insert(log, lines);
        waitForTurn();
    }

    void insertPrivate(RoomLog log, ByteBuffer line) {
        privateBytesInView += kept(line);
        insert(log, line);
    }

    /** Counts a private message to this client. Returns false if too many wait already. Any thread. */
    boolean offerPrivately(ByteBuffer line) {
        int kept = kept(line);
        if (privateBytes.addAndGet(kept) <= ServerConfig.REPLY_LIMIT_BYTES) {
            return true;
        }
        privateBytes.addAndGet(-kept);
        return false;
    }

    /** Returns the memory that a private message takes. */
    private static int kept(ByteBuffer line) {
        return line.remaining() + ServerConfig.REPLY_OVERHEAD_BYTES;
    }

    /** Leaves out the client's own lines, which were just published. */
    void skip(long from, long to) {
        if (!closed) {
            view.skip(from, to);
        }
    }

    /** Sends everything up to the end of one log first, then what comes in the other. */
    void switchTo(RoomLog from, RoomLog to) {
        view.switchTo(from, to);
    }

    /** Goes over to the other log at once after {@link #switchTo}, if everything before has been sent. */
    void settle() {
        if (!writePending) {
            view.settle();
            onTaken();
        }
    }

    /** Ends the output at the log's end of now. */
    void endAt(RoomLog log) {
        view.endAt(log);
        waitForTurn();
    }

    boolean ended() {
        return view.ended();
    }

    // ---- Sending.

    /** Waits for the next turn, which comes after that of all others of its room and loop. */
    private void waitForTurn() {
        session.membership().share().letAllHaveATurn();
    }

    /**
     * Takes a turn: sends what is new, all runs in one write.
     *
     * @return true if there was anything to send
     */
    @Override
    public boolean flush() {
        if (writePending || shut) {
            return false;
        }
        var event = FlushEvent.beginIfOn();
        int count = view.gather(Connection.WRITE_BUDGET_BYTES);
        int done = count == 0 ? 0 : write(view.runs(), count);
        if (event != null) {
            event.end(session.nick(), done, backlogBytes());
        }
        onDone(done);
        if (!shut && !writePending && view.hasMore()) {
            waitForTurn();
        }
        return count > 0;
    }

    private int write(ByteBuffer[] runs, int count) {
        long wanted = 0;
        for (int i = 0; i < count; i++) {
            wanted += runs[i].remaining();
        }
        int done = connection.write(runs, count);
        if (done < wanted) {
            writePending = true;
            refusal.begin();
        }
        return done;
    }

    /** Called when more of a pending write is done. */
    void onProgress(int done) {
        refusal.end();
        refusal.begin();
        onDone(done);
    }

    /** Called when the pending write is done, or may be tried again at the next turn. */
    void onWritable(int done) {
        refusal.end();
        writePending = false;
        onDone(done);
        if (!shut && view.hasMore()) {
            waitForTurn();
        }
    }

    private void onDone(int bytes) {
        view.advance(bytes);
        sentBytes += bytes;
        if (bytes > 0) {
            loop.counters().sent(bytes);
        }
        onTaken();
    }

    private void onTaken() {
        if (privateBytesInView > 0 && view.replyBytes() == 0) {
            privateBytes.addAndGet(-privateBytesInView);
            privateBytesInView = 0;
        }
        session.onOutputTaken();
    }

    void shutDown() {
        shut = true;
        connection.shutdownOutput();
    }

    /** Writes nothing more. */
    void stop() {
        shut = true;
    }

    /** Frees all segments, because nothing that was written is read any more. */
    void close() {
        shut = true;
        closed = true;
        view.close();
    }

    // ---- How it is.

    /** Returns the bytes that the connection has taken, in all. */
    @Override
    public long sentBytes() {
        return sentBytes;
    }

    /** Returns the time for which the connection's socket has refused, in all. */
    @Override
    public long refusedNanos() {
        return refusal.nanos();
    }

    /** Returns the part of that time since the socket last took something. */
    @Override
    public long stillNanos() {
        return refusal.stillNanos();
    }

    /** Returns the bytes still to be sent of the log that is read now, and of all replies. */
    long backlogBytes() {
        return closed ? 0 : view.log().end() - view.position() + view.replyBytes();
    }

    /** True if the client leaves too many replies unread. */
    boolean hasTooManyReplies() {
        return keptForReplies() > ServerConfig.REPLY_LIMIT_BYTES || view.pendingEdits() > ServerConfig.EDIT_LIMIT;
    }

    /** Returns the memory of unread replies: their bytes, and the objects around them. */
    private int keptForReplies() {
        return view.replyBytes() + ServerConfig.REPLY_OVERHEAD_BYTES * view.replies();
    }

    /** True if this log is read, or will be. */
    boolean pins(RoomLog log) {
        return view.pins(log);
    }

    /** Returns the bytes of full segments of this log that are kept for this client. */
    @Override
    public long pinnedBytes(RoomLog log) {
        return view.pins(log) ? view.pinnedBytes(log) : 0;
    }

    /** Returns how far this client is behind the end of the log. */
    @Override
    public long lagBytes(RoomLog log) {
        return view.pins(log) ? log.end() - view.positionIn(log) : 0;
    }
}
