package dev.muxbench.core;

import dev.muxbench.core.events.PushbackEvent;
import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.spi.CloseReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one client sends: processed now, or held as long as its room is far behind, as it does not read what it has asked for, or
 * as it has sent more than its rates allow; or until the next turn, if it has given many commands in this one.
 *
 * <p>Threads: the session's.
 */
final class SessionInput {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Session session;
    private final IoLoop loop;
    private final Conversation conversation;
    private final LineFramer framer;
    private final HeldInput held = new HeldInput();
    private final @Nullable RateLimit rate; // null: none

    private final boolean timed; // it may be idle for too long
    private long lastReceivedNanos; // by the server's clock; only if timed

    private long lines; // received
    private long bytes;

    private @Nullable PushbackEvent pushbackEvent; // while input waits, if that is recorded
    private boolean readingPaused;
    private boolean ended; // by the client
    private boolean muted; // by the server
    private boolean waitsForRoom; // in its place's queue of held sessions
    private boolean waitsForReader; // until it reads what it asked for
    private boolean waitsForTick; // until its rate allows more
    private boolean waitsForTurn; // of its loop, the next one

    SessionInput(
            Session session, IoLoop loop, Conversation conversation, ServerConfig config, @Nullable RateLimit rate) {
        this.session = session;
        this.loop = loop;
        this.conversation = conversation;
        this.framer = new LineFramer(config.maxLineBytes());
        this.rate = rate;
        this.timed = config.clientLimits().idleTimeout().isPositive();
        noteActivity();
    }

    private void noteActivity() {
        if (timed) {
            lastReceivedNanos = loop.nowNanos();
        }
    }

    // ---- What the connection tells.

    /** How many bytes may be read now; 0 pauses reading. */
    int budget() {
        if (muted) {
            return ServerConfig.READ_BUDGET_BYTES;
        }
        if (!mustHold()) {
            return ServerConfig.READ_BUDGET_BYTES;
        }
        int space = held.space();
        readingPaused |= space == 0; // whatever it is told if it asks again
        return space;
    }

    /** Received, whatever becomes of them. */
    void countBytes(int more) {
        bytes += more;
        loop.counters().received(more);
    }

    /** Consumes all. */
    void receive(ByteBuffer in) {
        noteActivity();
        if (muted) {
            in.position(in.limit());
        } else if (mustHold()) {
            hold(in);
        } else {
            process(in);
        }
    }

    /** The client sends nothing more. */
    void end() {
        ended = true;
        finishIfDone();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The connection is closed. What it sent before that is still relayed, at the latest when its room is read again. */
    void onClosed() {
        if (held.isEmpty()) {
            session.vanish();
            return;
        }
        loop.onDeparted(session);
        if (session.roomIsOverHighWater()) {
            waitForRoom();
        } else {
            resume();
        }
    }

    /** The connection is closed, and what it sent before that is not relayed if it still waits. */
    void abandon() {
        drop();
        session.vanish();
    }

    // ---- Lines.

    private void process(ByteBuffer in) {
        int firstCommand = conversation.commands();
        int processed = 0;
        var event = LineFramer.Event.LINE;
        while (event != LineFramer.Event.NEED_MORE) {
            if (!session.isHeard()) {
                in.position(in.limit()); // it has left: the rest is not for anyone
            } else if (in.hasRemaining()
                    && (mustWait() || conversation.commands() - firstCommand == ServerConfig.COMMAND_BUDGET)) {
                hold(in);
            }
            int from = in.position();
            event = framer.next(in);
            processEvent(event, in);
            int line = event.isLine() ? 1 : 0;
            processed += line;
            if (rate != null) {
                rate.charge(line, in.position() - from);
            }
        }
        countLines(processed);
        conversation.publish();
    }

    private void countLines(int more) {
        if (more > 0) {
            lines += more;
            loop.counters().receivedLines(more);
        }
    }

    private void processEvent(LineFramer.Event event, ByteBuffer in) {
        switch (event) {
            case LINE -> conversation.onLine(in, framer);
            case LINE_TOO_LONG -> conversation.onLineTooLong();
            case TIMING_MARK -> conversation.onTimingMark();
            case PROXY_HEADER -> session.closeAtOnce(CloseReason.PROXY_HEADER);
            case NEED_MORE -> {}
        }
    }

    /** The last line counts without its LF, too. */
    private void finishIfDone() {
        if (!ended || !held.isEmpty() || !session.isOpen()) {
            return;
        }
        if (!muted) {
            LineFramer.Event last;
            while ((last = framer.endOfInput()) != LineFramer.Event.NEED_MORE) {
                processEvent(last, EMPTY);
                countLines(1);
            }
        }
        session.quit();
    }

    // ---- Waiting.

    /** Earlier input waits already, or it has to wait now. */
    private boolean mustHold() {
        return !held.isEmpty() || mustWait();
    }

    private boolean mustWait() {
        return session.roomIsOverHighWater() || session.isAheadOfItsReader() || isOverRate();
    }

    private boolean isOverRate() {
        return rate != null && !loop.isMuted() && rate.isSpent();
    }

    private void hold(ByteBuffer in) {
        conversation.publish();
        if (held.isEmpty()) {
            loop.onHolding();
            pushbackEvent = PushbackEvent.beginIfOn();
        }
        held.add(in);
        if (session.roomIsOverHighWater()) {
            waitForRoom();
        } else if (session.isAheadOfItsReader()) {
            waitForReader();
        } else if (!waitsForRoom && isOverRate()) {
            waitForTick();
        } else if (!waitsForRoom) {
            waitForTurn(); // the others', or as what it waited for is over by now
        }
    }

    private void waitForRoom() {
        if (!waitsForRoom) {
            waitsForRoom = true;
            session.share().hold(session);
        }
    }

    private void waitForReader() {
        if (!waitsForReader) {
            waitsForReader = true;
            session.expectReading();
        }
    }

    private void waitForTurn() {
        if (!waitsForTurn) {
            waitsForTurn = true;
            loop.resumeLater(session);
        }
    }

    private void waitForTick() {
        waitsForTick = true;
        session.watchDeadline();
    }

    /** Its room is read again. */
    void resumeAfterRoom() {
        waitsForRoom = false;
        resume();
    }

    /** It may have read enough. */
    void onOutputTaken() {
        if (!held.isEmpty() && !waitsForRoom && !waitsForTick && !session.isAheadOfItsReader()) {
            waitForTurn();
        }
    }

    /** Some times a second while it waits for its reader or for this. Returns whether it still does. */
    boolean tick() {
        if (waitsForReader && (held.isEmpty() || !session.isAheadOfItsReader())) {
            waitsForReader = false;
        }
        if (waitsForTick && !isOverRate()) {
            waitsForTick = false;
            if (!waitsForRoom) {
                waitForTurn();
            }
        }
        return waitsForReader || waitsForTick;
    }

    boolean waitsForReader() {
        return waitsForReader;
    }

    /** What was held is processed, until it must be held again. */
    void resume() {
        waitsForTurn = false;
        if (held.isEmpty() || session.isClosing()) {
            return; // what is held is taken up when it is closed
        }
        waitsForTick = false;
        onReleased();
        var bytes = held.take();
        if (session.isHeard()) {
            process(bytes);
        }
        held.done();
        if (session.isClosed()) {
            if (held.isEmpty()) {
                session.vanish();
            }
            return;
        }
        finishIfDone();
        if (held.isEmpty()) {
            resumeReading();
        }
    }

    private void onReleased() {
        loop.onReleased();
        if (pushbackEvent != null) {
            pushbackEvent.end(session.nick());
            pushbackEvent = null;
        }
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Received, and processed. */
    long lines() {
        return lines;
    }

    /** Received. */
    long bytes() {
        return bytes;
    }

    /** It has sent nothing for so long, though it could. */
    boolean isIdle(long nowNanos, long timeoutNanos) {
        return held.isEmpty() && nowNanos - lastReceivedNanos >= timeoutNanos;
    }

    // ---- The server stops.

    /** What is held is still processed, and what comes from now on is not. */
    void mute() {
        muted = true;
        if (!held.isEmpty() && !waitsForRoom) {
            waitForTurn();
        }
    }

    /** What is held is not processed either. */
    void drop() {
        if (!held.isEmpty()) {
            held.clear();
            onReleased();
        }
        if (waitsForRoom) {
            waitsForRoom = false;
            session.share().release(session);
        }
    }

    /** If it was paused. */
    void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            session.resumeReading();
        }
    }
}
