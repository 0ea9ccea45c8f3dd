package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.overload.RateLimit;
import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one client sends: processed at once, or held as long as there is a reason to wait.
 *
 * <p>Threads: the session's.
 */
final class SessionInput {
    /** Commands of one client that are obeyed in one turn, at most: some take as long as many lines. */
    static final int COMMAND_BUDGET = 128;

    /** Why input is held; looked for anew whenever what it waited for has come. */
    private enum Waiting {
        NO,
        FOR_ROOM, // is far behind: the session is in its share's queue
        FOR_READER, // has not read what it has asked for
        FOR_RATE, // has sent more than its rates allow
        FOR_ANSWER, // of the relay
        FOR_TURN // of its loop, the next one: it has given many commands in this one, or what it waited for has come
    }

    private final Session session;
    private final IoLoop loop;
    private final Conversation conversation;
    private final Received received;
    private final LineFramer framer;
    private final HeldInput held;
    private final @Nullable RateLimit rate; // null: none

    private Waiting waiting = Waiting.NO;
    private boolean readingPaused;
    private boolean ended; // by the client
    private boolean muted; // by the server

    SessionInput(
            Session session, IoLoop loop, Conversation conversation, ServerConfig config, @Nullable RateLimit rate) {
        this.session = session;
        this.loop = loop;
        this.conversation = conversation;
        this.received = new Received(loop, config.clientLimits().idleTimeout().isPositive());
        this.framer = new LineFramer(config.maxLineBytes());
        this.held = new HeldInput(session);
        this.rate = rate;
    }

    // ---- What the connection tells.

    /** Returns how many bytes may be read now; 0 pauses reading. */
    int budget() {
        if (muted || !mustHold()) {
            return Inbound.READ_BUDGET_BYTES;
        }
        int space = held.space();
        readingPaused |= space == 0; // whatever it is told if it asks again
        return space;
    }

    /** Consumes all. */
    void receive(ByteBuffer in) {
        received.noteActivity();
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
            session.dispose();
            return;
        }
        loop.onDraining(session);
        if (!session.membership().roomPushesBack()) {
            resume();
        } else if (waiting != Waiting.FOR_ROOM) {
            waitForRoom();
        }
    }

    /** The connection is closed, and what it sent before that is not relayed if it still waits. */
    void abandon() {
        drop();
        session.dispose();
    }

    // ---- Lines.

    private void process(ByteBuffer in) {
        int firstCommand = conversation.commands();
        int processed = 0;
        var event = LineFramer.Event.LINE;
        while (event != LineFramer.Event.NEED_MORE) {
            if (!session.lifecycle().isHeard()) {
                in.position(in.limit()); // it has left: the rest is not for anyone
            } else if (in.hasRemaining() && (mustWait() || conversation.commands() - firstCommand == COMMAND_BUDGET)) {
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
        received.addLines(processed);
        conversation.publish();
    }

    private void processEvent(LineFramer.Event event, ByteBuffer in) {
        switch (event) {
            case LINE -> conversation.onLine(in, framer);
            case LINE_TOO_LONG -> conversation.onLineTooLong();
            case TIMING_MARK -> conversation.onTimingMark();
            case PROXY_HEADER -> session.lifecycle().closeAtOnce(CloseReason.PROXY_HEADER);
            case NEED_MORE -> {}
        }
    }

    /** The last line counts without its LF, too. */
    private void finishIfDone() {
        if (!ended
                || !held.isEmpty()
                || conversation.awaitsAnswer()
                || !session.lifecycle().isOpen()) {
            return;
        }
        if (!muted) {
            LineFramer.Event last;
            while ((last = framer.endOfInput()) != LineFramer.Event.NEED_MORE) {
                processEvent(last, ByteBuffer.allocate(0));
                received.addLines(1);
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
        return session.membership().roomPushesBack()
                || isAheadOfItsReader()
                || isOverRate()
                || conversation.awaitsAnswer();
    }

    private boolean isAheadOfItsReader() {
        return session.membership().isUnderWay() || session.output().hasTooManyReplies();
    }

    private boolean isOverRate() {
        return rate != null && !loop.isMuted() && rate.isSpent();
    }

    private void hold(ByteBuffer in) {
        conversation.publish();
        held.add(in);
        if (waiting == Waiting.NO) {
            beginToWait();
        }
    }

    private void beginToWait() {
        if (session.membership().roomPushesBack()) {
            waitForRoom();
        } else if (isAheadOfItsReader()) {
            waiting = Waiting.FOR_READER;
            session.lifecycle().expectReading();
        } else if (isOverRate()) {
            waiting = Waiting.FOR_RATE;
            session.lifecycle().watchDeadline();
        } else if (conversation.awaitsAnswer()) {
            waiting = Waiting.FOR_ANSWER;
        } else {
            waitForTurn();
        }
    }

    private void waitForRoom() {
        waiting = Waiting.FOR_ROOM;
        session.membership().share().hold(session);
    }

    private void waitForTurn() {
        waiting = Waiting.FOR_TURN;
        loop.resumeLater(session);
    }

    /** It may have read enough. */
    void onOutputTaken() {
        if (waiting == Waiting.FOR_READER && !isAheadOfItsReader()) {
            waitForTurn();
        }
    }

    /** The relay has answered what it was asked. */
    void onAnswered() {
        if (waiting == Waiting.FOR_ANSWER) {
            waitForTurn();
        }
        finishIfDone();
    }

    /** Some times a second while it waits for its reader or for its rate. Returns whether it still does. */
    boolean tick() {
        if (waiting == Waiting.FOR_RATE && !isOverRate()) {
            waitForTurn();
        }
        return waiting == Waiting.FOR_READER || waiting == Waiting.FOR_RATE;
    }

    boolean waitsForReader() {
        return waiting == Waiting.FOR_READER;
    }

    /** Its turn has come, unless it was resumed before that. */
    void resumeInTurn() {
        if (waiting == Waiting.FOR_TURN) {
            resume();
        }
    }

    /** The event that the input waited for has come: held input is processed, until it must be held again. */
    void resume() {
        waiting = Waiting.NO;
        if (held.isEmpty() || session.lifecycle().isClosing()) {
            return; // what is held is taken up when it is closed
        }
        var bytes = held.take();
        if (session.lifecycle().isHeard()) {
            process(bytes);
        }
        held.done();
        if (session.lifecycle().isClosed()) {
            if (held.isEmpty()) {
                session.dispose();
            }
            return;
        }
        finishIfDone();
        if (held.isEmpty()) {
            resumeReading();
        }
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Returns how much it has sent. */
    Received received() {
        return received;
    }

    // ---- The server stops.

    /** Ignores what comes from now on. Held input is still processed. */
    void mute() {
        muted = true;
        if (waiting == Waiting.FOR_READER || waiting == Waiting.FOR_RATE) {
            waitForTurn();
        }
    }

    /** Drops held input, too. */
    void drop() {
        held.clear();
        if (waiting == Waiting.FOR_ROOM) {
            session.membership().share().release(session);
        }
        waiting = Waiting.NO;
    }

    /** If it was paused. */
    void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            session.resumeReading();
        }
    }
}
