package dev.muxbench.core;

import dev.muxbench.core.log.OutboundView;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client, from its connection's point of view: what it may send now, what it must be sent, and how it ends.
 *
 * <p>Threads: those of its {@link IoLoop}; {@link #nick()} and {@link #offerPrivateBytes} may be called by any.
 *
 * <p>Its end has steps: it leaves its room and its nick, is sent what is pending up to there (FINISHING), then output is shut
 * down while input is read and dropped until the peer closes too (LINGERING), so that no reset destroys what the peer has not
 * read yet; then the connection is closed, and {@link #onClosed} comes last.
 */
public final class Session {
    private enum State {
        OPEN,
        FINISHING,
        LINGERING,
        CLOSING,
        CLOSED
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final ByteBuffer WELCOME =
            directLine("Welcome to Simple Chat! Use /nick <nick> to set your nick.\n");
    private static final ByteBuffer SERVER_FULL = directLine("Server full\n");
    private static final ByteBuffer SERVER_STOPPING = directLine("Server stopping\n");

    private final ChatServer server;
    private final IoLoop loop;
    private final Connection connection;
    private final Conversation conversation;
    private final LineFramer framer;
    private final HeldInput heldInput = new HeldInput();
    private final Pace pace = new Pace();
    private final AtomicInteger privateBytes = new AtomicInteger(); // sent to it privately and not known to be read

    private final OutboundView view;
    private @Nullable RoomMembers place; // its place in its room; null when it has left
    private @Nullable RoomMembers formerPlace; // the room that it has left, while it still reads that room's log
    private int slot; // in its place
    private int memberNumber; // in its room; guarded by the membership lock
    private int loopNumber; // in its loop

    private State state = State.OPEN;
    private CloseReason reason = CloseReason.CLIENT_LEFT;
    private boolean admitted;
    private boolean writePending;
    private boolean flushQueued;
    private boolean readingPaused;
    private boolean inputEnded;
    private boolean stopping;
    private boolean waitsForRoom; // in its place's queue of held sessions
    private boolean waitsForReader; // its input is held until it reads what it asked for
    private boolean hasPrivateReplies;
    private boolean deadlineWatched;
    private long deadlineNanos; // by the loop's fair clock

    /** The first step of its life: a member of the lobby, or told that the server is full. */
    Session(ChatServer server, IoLoop loop, Connection connection) {
        this.server = server;
        this.loop = loop;
        this.connection = connection;
        this.framer = new LineFramer(server.config().maxLineBytes());
        this.conversation = new Conversation(server, this);
        loop.counters().accepted();
        admitted = server.admit();
        if (admitted) {
            conversation.takeFirstNick();
            place = server.join(this);
            place.add(this);
            view = new OutboundView(place.room().log);
            view.insertFirst(WELCOME.duplicate());
            flushLater();
        } else {
            view = new OutboundView(server.silence());
            finish(SERVER_FULL.duplicate(), CloseReason.SERVER_FULL);
        }
    }

    private static ByteBuffer directLine(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    // ---- Called by the backend.

    /** How many bytes may be read now. 0: stop reading until {@link Connection#resumeReading()}. Asked before each read. */
    public int readBudget() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return 0;
        }
        if (state != State.OPEN || !mustHoldInput()) {
            return ServerConfig.READ_BUDGET_BYTES;
        }
        int space = heldInput.space();
        readingPaused = space == 0;
        return space;
    }

    /** Bytes were received. Consumes all of them; nothing of {@code in} is kept. */
    public void onBytes(ByteBuffer in) {
        loop.counters().received(in.remaining());
        if (state != State.OPEN) {
            in.position(in.limit());
        } else if (mustHoldInput()) {
            holdInput(in);
        } else {
            processInput(in);
        }
    }

    /** The peer has closed its side. The backend reads no more. */
    public void onEndOfInput() {
        inputEnded = true;
        if (state == State.LINGERING) {
            close();
        } else if (state == State.OPEN && heldInput.isEmpty()) {
            finishAfterLastLine();
        }
    }

    /**
     * A write that was not done at once goes on: see {@link Connection#write}.
     *
     * @param done bytes done since
     */
    public void onWritable(int done) {
        onProgress(done);
        writePending = false;
        flushLater();
    }

    /**
     * A part of a pending write is done; the rest of it is still pending.
     *
     * @param done bytes done since
     */
    public void onProgress(int done) {
        view.advance(done);
        loop.counters().sent(done);
        if (waitsForReader && done > 0) {
            allowTime();
        }
        resumeIfCaughtUp();
    }

    /** The connection is closed and nothing of what it was given to write is read any more. Called once, last. */
    public void onClosed(CloseReason closedFor) {
        state = State.CLOSED;
        loop.counters().closed(closedFor);
        loop.forget(this);
        leaveFormerRoom();
        var last = place;
        if (last != null) {
            endMembership(last);
        }
        view.close();
        if (heldInput.isEmpty()) {
            vanish();
        } else if (!roomIsOverHighWater()) {
            resumeInput();
        } else if (!waitsForRoom) {
            waitsForRoom = true;
            room().hold(this);
        }
        // Else what it sent before it left is still relayed, when its room is read again.
    }

    // ---- Input.

    /** Its room is over the high-water mark, or it does not read what it asked for, or earlier input waits already. */
    private boolean mustHoldInput() {
        return !heldInput.isEmpty() || roomIsOverHighWater() || isAheadOfItsReader();
    }

    private boolean roomIsOverHighWater() {
        return place != null && place.room().log.isOverHighWater();
    }

    private boolean isAheadOfItsReader() {
        return formerPlace != null
                || view.replyBytes() > ServerConfig.REPLY_LIMIT_BYTES
                || view.pendingEdits() > ServerConfig.EDIT_LIMIT;
    }

    private void processInput(ByteBuffer in) {
        var event = LineFramer.Event.LINE;
        while (event != LineFramer.Event.NEED_MORE) {
            if (state != State.OPEN && state != State.CLOSED) {
                in.position(in.limit()); // it has left: the rest is not for anyone
            } else if (in.hasRemaining() && (roomIsOverHighWater() || isAheadOfItsReader())) {
                holdInput(in);
            }
            event = framer.next(in);
            processEvent(event, in);
        }
        conversation.publish();
    }

    private void processEvent(LineFramer.Event event, ByteBuffer in) {
        switch (event) {
            case LINE -> conversation.onLine(in, framer);
            case LINE_TOO_LONG -> conversation.onLineTooLong();
            case NEED_MORE -> {}
        }
    }

    private void holdInput(ByteBuffer in) {
        conversation.publish();
        if (heldInput.isEmpty()) {
            loop.counters().heldInput();
        }
        heldInput.add(in);
        if (roomIsOverHighWater() && !waitsForRoom) {
            waitsForRoom = true;
            room().hold(this);
        } else if (isAheadOfItsReader() && !waitsForReader) {
            waitsForReader = true;
            allowTime();
            watchDeadline();
        }
    }

    /** Its room is read again. */
    void resumeAfterRoom() {
        waitsForRoom = false;
        resumeInput();
    }

    /** What was held is processed, until it must be held again. */
    void resumeInput() {
        if (heldInput.isEmpty()) {
            return;
        }
        var held = heldInput.take();
        if (state == State.OPEN || state == State.CLOSED) {
            processInput(held);
        }
        if (!heldInput.isEmpty()) {
            return;
        }
        if (state == State.CLOSED) {
            vanish();
        } else if (state == State.OPEN && inputEnded) {
            finishAfterLastLine();
        } else if (state == State.OPEN && stopping) {
            stop();
        } else if (readingPaused) {
            readingPaused = false;
            connection.resumeReading();
        }
    }

    // ---- Output.

    /** Sends what is new, in one write while it is contiguous. */
    void flush() {
        if (writePending || state.compareTo(State.LINGERING) >= 0) {
            return;
        }
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
        loop.counters().sent(ServerConfig.WRITE_BUDGET_BYTES - budget);
        if (waitsForReader && budget < ServerConfig.WRITE_BUDGET_BYTES) {
            allowTime();
        }
        if (budget <= 0) {
            flushLater();
        }
        afterFlush();
    }

    void flushNow() {
        flushQueued = false;
        flush();
    }

    private void flushLater() {
        if (!flushQueued) {
            flushQueued = true;
            loop.flushLater(this);
        }
    }

    private void afterFlush() {
        if (formerPlace != null && view.log() != formerPlace.room().log) {
            leaveFormerRoom();
        }
        if (hasPrivateReplies && view.replyBytes() == 0) {
            hasPrivateReplies = false;
            privateBytes.set(0);
        }
        resumeIfCaughtUp();
        if (state == State.FINISHING) {
            if (view.ended()) {
                endOutput();
            } else {
                watchDeadline();
            }
        }
    }

    private void resumeIfCaughtUp() {
        if (!heldInput.isEmpty() && !waitsForRoom && !isAheadOfItsReader()) {
            loop.resumeLater(this);
        }
    }

    /** Only this client gets these bytes, after what was published up to now. */
    void reply(ByteBuffer lines) {
        if (state == State.OPEN) {
            view.insert(room().room().log, lines);
            flushLater();
        }
    }

    /** Own lines, just published, are not sent back. */
    void skipOwnLines(long from, long to) {
        if (state != State.CLOSED) {
            view.skip(from, to);
        }
    }

    /** Counts a private message to this client; false if too many wait already. Any thread. */
    boolean offerPrivateBytes(int bytes) {
        if (privateBytes.addAndGet(bytes) <= ServerConfig.REPLY_LIMIT_BYTES) {
            return true;
        }
        privateBytes.addAndGet(-bytes);
        return false;
    }

    void receivePrivate(ByteBuffer line) {
        hasPrivateReplies = true;
        reply(line);
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

    boolean isOpen() {
        return state == State.OPEN;
    }

    // ---- Rooms.

    /** Its place in the room that it is in, or was in when its connection closed. */
    private RoomMembers room() {
        return Objects.requireNonNull(place, "in no room");
    }

    Room currentRoom() {
        return room().room();
    }

    /** It is a member of another room already; its output goes over to that room's log in its order. */
    void moveTo(RoomMembers next) {
        var former = room();
        view.switchTo(former.room().log, next.room().log);
        former.remove(this);
        former.addLeaver(this);
        formerPlace = former;
        place = next;
        next.add(this);
        if (!writePending) {
            view.settle();
            afterFlush();
        }
    }

    private void leaveFormerRoom() {
        var former = formerPlace;
        if (former != null) {
            formerPlace = null;
            former.removeLeaver(this);
            server.dropIfEmpty(former);
        }
    }

    private void endMembership(RoomMembers last) {
        if (slot >= 0) {
            last.remove(this);
            slot = -1;
            server.leave(this, last.room());
            conversation.releaseNick();
        }
    }

    // ---- The end.

    /** The last line counts without its LF, too. */
    private void finishAfterLastLine() {
        processEvent(framer.endOfInput(), EMPTY);
        if (state == State.OPEN) {
            finish(null, CloseReason.CLIENT_LEFT);
        }
    }

    /** {@code /quit}. */
    void quit() {
        finish(null, CloseReason.CLIENT_LEFT);
    }

    /** The server stops: what waits to be processed comes first. */
    void stop() {
        stopping = true;
        if (state == State.OPEN && heldInput.isEmpty()) {
            finish(SERVER_STOPPING.duplicate(), CloseReason.SERVER_STOPPING);
        }
    }

    /** Leaves its room and is sent only what is pending up to here. */
    private void finish(@Nullable ByteBuffer lastLine, CloseReason why) {
        conversation.publish();
        state = State.FINISHING;
        reason = why;
        allowTime();
        var last = place;
        var log = last == null ? server.silence() : last.room().log;
        if (lastLine != null) {
            view.insert(log, lastLine);
        }
        view.endAt(log);
        if (last != null) {
            leaveForGood(last);
        }
        flushLater();
    }

    private void leaveForGood(RoomMembers last) {
        endMembership(last);
        place = null;
        if (formerPlace == null) {
            formerPlace = last;
            last.addLeaver(this);
        } else {
            server.dropIfEmpty(last);
        }
    }

    private void endOutput() {
        leaveFormerRoom();
        if (inputEnded) {
            close();
            return;
        }
        state = State.LINGERING;
        connection.shutdownOutput();
        deadlineNanos = loop.fairNanos() + server.config().lingerTimeout().toNanos();
        watchDeadline();
    }

    private void allowTime() {
        deadlineNanos = loop.fairNanos() + server.config().slowConsumerTimeout().toNanos();
    }

    private void watchDeadline() {
        if (!deadlineWatched) {
            deadlineWatched = true;
            loop.watchDeadline(this);
        }
    }

    /** Closes the connection if its time is over by the loop's fair clock. Returns true if it has no deadline any more. */
    boolean isPastDeadline(long fairNanos) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return true;
        }
        if (state == State.OPEN && (heldInput.isEmpty() || !isAheadOfItsReader())) {
            waitsForReader = false;
            deadlineWatched = false;
            return true;
        }
        if (fairNanos < deadlineNanos) {
            return false;
        }
        if (state != State.LINGERING) {
            reason = CloseReason.SLOW_CONSUMER;
        }
        close();
        return true;
    }

    /** It is behind while most of its room is not, and has held the room back for too long. */
    void evict() {
        if (state.compareTo(State.CLOSING) < 0) {
            reason = CloseReason.SLOW_CONSUMER;
            close();
        }
    }

    private void close() {
        state = State.CLOSING;
        connection.close(reason);
    }

    /** Nothing is left of it but what it said. */
    private void vanish() {
        loop.onVanished();
        var last = place;
        place = null;
        if (last != null) {
            server.dropIfEmpty(last);
        }
        if (admitted) {
            admitted = false;
            server.dismiss();
        }
    }

    // ---- What its surroundings keep about it.

    IoLoop loop() {
        return loop;
    }

    String nick() {
        return conversation.nick();
    }

    int slot() {
        return slot;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    int memberNumber() {
        return memberNumber;
    }

    void setMemberNumber(int memberNumber) {
        this.memberNumber = memberNumber;
    }

    int loopNumber() {
        return loopNumber;
    }

    void setLoopNumber(int loopNumber) {
        this.loopNumber = loopNumber;
    }

    @Override
    public String toString() {
        return nick() + "@" + connection.remoteAddress();
    }
}
