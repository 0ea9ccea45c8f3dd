package dev.muxbench.core;

import dev.muxbench.core.events.FlushEvent;
import dev.muxbench.core.log.OutboundView;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.spi.Connection;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one client must be sent: a view of its room's log, of which one write at a time is under way.
 *
 * <p>Threads: the session's, but for {@link #offerPrivateBytes}.
 */
final class SessionOutput {
    private final Session session;
    private final IoLoop loop;
    private final Connection connection;
    private final OutboundView view;
    private final Pace pace = new Pace();
    private final AtomicInteger privateBytes = new AtomicInteger(); // sent to it privately and not known to be read

    private long sentBytes;
    private boolean writePending;
    private boolean flushQueued;
    private boolean shut;
    private boolean closed;
    private boolean hasPrivateReplies;
    private RoomLog seenLog; // when it was its turn last
    private long seenEnd; // of that log: what came since then has a turn to come

    /** It begins at the end of this log. */
    SessionOutput(Session session, IoLoop loop, Connection connection, RoomLog log) {
        this.session = session;
        this.loop = loop;
        this.connection = connection;
        this.view = new OutboundView(log);
        this.seenLog = log;
        this.seenEnd = log.end();
    }

    /** Before all else. */
    void greet(ByteBuffer line) {
        view.insertFirst(line);
        flushLater();
    }

    /** Sends what is new, in one write while it is contiguous. */
    void flush() {
        seenLog = view.log();
        seenEnd = seenLog.end();
        if (writePending || shut) {
            return;
        }
        var event = FlushEvent.beginIfOn();
        int budget = ServerConfig.WRITE_BUDGET_BYTES;
        ByteBuffer run;
        while (budget > 0 && (run = view.next(budget)) != null) {
            int wanted = run.remaining();
            int done = connection.write(run);
            view.advance(done);
            budget -= done;
            if (done < wanted) {
                writePending = true;
                break;
            }
        }
        countBytes(ServerConfig.WRITE_BUDGET_BYTES - budget);
        if (event != null) {
            event.end(session.nick(), ServerConfig.WRITE_BUDGET_BYTES - budget, backlogBytes());
        }
        if (budget <= 0) {
            flushLater();
        }
        onTaken(budget < ServerConfig.WRITE_BUDGET_BYTES);
    }

    void flushNow() {
        flushQueued = false;
        flush();
    }

    void flushLater() {
        if (!flushQueued) {
            flushQueued = true;
            loop.flushLater(session);
        }
    }

    /** More of a pending write is done. */
    void onProgress(int done) {
        view.advance(done);
        countBytes(done);
        onTaken(done > 0);
    }

    private void countBytes(int more) {
        sentBytes += more;
        loop.counters().sent(more);
    }

    /** Taken by the connection. */
    long sentBytes() {
        return sentBytes;
    }

    /** What it is still to be sent, as far as that lies in the log that it reads now, and all its replies. */
    long backlogBytes() {
        return closed ? 0 : view.log().end() - view.position() + view.replyBytes();
    }

    /**
     * The pending write is done, or may be tried again. What was published since it was this client's turn is left to its next turn, as
     * for everybody: if it were sent at once, those whose writes are done would always come before those who wait.
     */
    void onWritable(int done) {
        onProgress(done);
        writePending = false;
        if (view.pendingEdits() > 0 || view.log() != seenLog || view.position() < seenEnd) {
            flushLater();
        }
    }

    private void onTaken(boolean some) {
        if (hasPrivateReplies && view.replyBytes() == 0) {
            hasPrivateReplies = false;
            privateBytes.set(0);
        }
        session.onOutputTaken(some, view.log());
    }

    /** Only this client gets these bytes, after what was published up to now. */
    void insert(RoomLog log, ByteBuffer lines) {
        view.insert(log, lines);
        flushLater();
    }

    void insertPrivate(RoomLog log, ByteBuffer line) {
        hasPrivateReplies = true;
        insert(log, line);
    }

    /** Counts a private message to this client; false if too many wait already. Any thread. */
    boolean offerPrivateBytes(int bytes) {
        if (privateBytes.addAndGet(bytes) <= ServerConfig.REPLY_LIMIT_BYTES) {
            return true;
        }
        privateBytes.addAndGet(-bytes);
        return false;
    }

    /** Own lines, just published, are not sent back. */
    void skip(long from, long to) {
        if (!closed) {
            view.skip(from, to);
        }
    }

    /** Everything up to the end of one log first, then what comes in the other. */
    void switchTo(RoomLog from, RoomLog to) {
        view.switchTo(from, to);
    }

    /** After {@link #switchTo}: if it has been sent everything it is in the other log already. */
    void settle() {
        if (!writePending) {
            view.settle();
            onTaken(false);
        }
    }

    /** Nothing that is published from now on. */
    void endAt(RoomLog log) {
        view.endAt(log);
        flushLater();
    }

    boolean ended() {
        return view.ended();
    }

    void shutDown() {
        shut = true;
        connection.shutdownOutput();
    }

    /** Nothing more is written. */
    void stop() {
        shut = true;
    }

    /** Nothing that was written is read any more. */
    void close() {
        shut = true;
        closed = true;
        view.close();
    }

    /** It has asked for more than it reads. */
    boolean hasTooManyReplies() {
        return view.replyBytes() > ServerConfig.REPLY_LIMIT_BYTES || view.pendingEdits() > ServerConfig.EDIT_LIMIT;
    }

    /** It reads what its log would otherwise give back, by which the log is over its mark. */
    boolean holdsUp(RoomLog log) {
        return view.log() == log && log.isHeldUpAt(view.segmentPosition());
    }

    /** Asked some times a second while its room is over the high-water mark: is it far behind, and too slow to catch up soon? */
    boolean isBehind(RoomLog log, long fairNanos, SlowConsumerRule rule) {
        long lag = view.log() == log ? log.end() - view.position() : 0;
        if (lag <= log.lowWaterBytes()) {
            pace.forget();
            return false;
        }
        return pace.isTooSlow(lag, view.position(), fairNanos, rule);
    }
}
