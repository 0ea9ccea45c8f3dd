package dev.muxbench.core;

import dev.muxbench.core.events.AcceptEvent;
import dev.muxbench.core.events.CloseEvent;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client, from its connection's point of view: what it may send now ({@link SessionInput}), what it must be sent
 * ({@link SessionOutput}), where it is ({@link Membership}), and how it ends.
 *
 * <p>Threads: those of its {@link IoLoop}; {@link #nick()} may be called by any.
 *
 * <p>Its end has steps: it leaves its room and its nick, is sent what is pending up to there (FINISHING), then output is shut
 * down while input is read and dropped until the peer closes too (LINGERING), so that no reset destroys what the peer has not
 * read yet; then the connection is closed, and {@link #onClosed} comes last.
 */
public final class Session implements Inbound {
    private enum State {
        OPEN,
        FINISHING,
        LINGERING,
        CLOSING,
        CLOSED
    }

    private final ChatServer server;
    private final IoLoop loop;
    private final Connection connection;
    private final @Nullable InetSocketAddress peer; // null if it had gone before its first event
    private final @Nullable InetAddress address; // that it is counted for
    private final Conversation conversation;
    private final Membership membership;
    private final SessionInput input;
    private final SessionOutput output;
    private final long beginNanos; // by the server's clock
    private int loopNumber; // in its loop

    private State state = State.OPEN;
    private CloseReason reason = CloseReason.CLIENT_LEFT;
    private boolean admitted;
    private boolean deadlineWatched;
    private final Progress reading = new Progress(); // of what it has asked for, while its input waits for that
    private long
            deadlineNanos; // FINISHING: of the time in which its socket refuses; LINGERING: by the loop's fair clock

    /** The first step of its life: a member of the lobby, or told why not. */
    Session(ChatServer server, IoLoop loop, Connection connection) {
        this.server = server;
        this.loop = loop;
        this.connection = connection;
        peer = connection.remoteAddress();
        beginNanos = loop.nowNanos();
        conversation = new Conversation(server, this);
        membership = new Membership(server, this);
        input = new SessionInput(this, loop, conversation, server.config(), server.newRateLimit());
        loop.counters().accepted();
        address = server.admission().address(connection);
        var refusal = server.admission().admit(address);
        admitted = refusal == null;
        if (refusal == null) {
            conversation.takeFirstNick();
            membership.enterLobby();
            output = new SessionOutput(this, loop, connection, membership.log());
            output.greet(Notice.WELCOME.line());
        } else {
            membership.enterNowhere();
            output = new SessionOutput(this, loop, connection, membership.log());
            finish(refusal == CloseReason.ADDRESS_FULL ? Notice.ADDRESS_FULL : Notice.SERVER_FULL, refusal);
        }
        AcceptEvent.record(peer, nick());
    }

    // ---- Called by the backend.

    @Override
    public int readBudget() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return 0;
        }
        return state == State.OPEN ? input.budget() : ServerConfig.READ_BUDGET_BYTES;
    }

    @Override
    public void onBytes(ByteBuffer in) {
        input.countBytes(in.remaining());
        if (state == State.OPEN) {
            input.receive(in);
        } else {
            in.position(in.limit());
        }
    }

    @Override
    public void onEndOfInput() {
        input.end();
        if (state == State.LINGERING) {
            close();
        }
    }

    @Override
    public void onWritable(int done) {
        output.onWritable(done);
    }

    @Override
    public void onProgress(int done) {
        output.onProgress(done);
    }

    @Override
    public void onClosed(CloseReason closedFor) {
        if (state == State.LINGERING) {
            server.lingering().remove(this);
        }
        state = State.CLOSED;
        loop.counters().closed(closedFor);
        tellOfClose(closedFor);
        loop.forget(this);
        endMembership();
        closeOutput();
        if (closedFor == CloseReason.SERVER_STOPPING) {
            input.abandon();
        } else {
            input.onClosed();
        }
    }

    private void tellOfClose(CloseReason closedFor) {
        SessionLog.closed(this, closedFor);
        if (CloseEvent.isOn()) {
            CloseEvent.record(nick(), closedFor, loop.nowNanos() - beginNanos, input.bytes(), output.sentBytes());
        }
    }

    // ---- Its input.

    /** What it says counts: also what it had said before it was closed. */
    boolean isHeard() {
        return state == State.OPEN || state == State.CLOSED;
    }

    boolean roomIsOverHighWater() {
        return membership.roomIsOverHighWater();
    }

    boolean isAheadOfItsReader() {
        return membership.isUnderWay() || output.hasTooManyReplies();
    }

    void resumeReading() {
        connection.resumeReading();
    }

    // ---- Its output.

    /** After each attempt to send, and whenever some more was taken. */
    void onOutputTaken() {
        membership.onSent();
        input.onOutputTaken();
        if (state == State.FINISHING) {
            if (output.ended()) {
                endOutput();
            } else {
                watchDeadline();
            }
        }
    }

    /** Only this client gets these bytes, after what was published up to now. */
    void reply(ByteBuffer lines) {
        if (state == State.OPEN) {
            output.insert(membership.log(), lines);
        }
    }

    void receivePrivate(ByteBuffer line) {
        if (state == State.OPEN) {
            output.insertPrivate(membership.log(), line);
            membership.onPrivateLine();
            loop.counters().deliveredPrivately();
        }
    }

    // ---- Its room.

    RoomShare share() {
        return membership.share();
    }

    Room currentRoom() {
        return membership.room();
    }

    /** It is a member of another room already; its output goes over to that room's log in its order. */
    void moveTo(RoomShare next) {
        output.switchTo(currentRoom().log, next.room().log);
        membership.moveTo(next);
        output.settle();
    }

    private void endMembership() {
        if (membership.end()) {
            conversation.releaseNick();
        }
    }

    // ---- The end.

    /** The client leaves: {@code /quit}, or the end of its input. */
    void quit() {
        if (state == State.OPEN) {
            finish(null, CloseReason.CLIENT_LEFT);
        }
    }

    /** It could send, but has not for so long. */
    void closeIfIdle(long nowNanos, long timeoutNanos) {
        if (state == State.OPEN && input.isIdle(nowNanos, timeoutNanos)) {
            finish(Notice.IDLE, CloseReason.IDLE);
        }
    }

    /** The server stops, and nobody says anything any more. */
    void takeLeave() {
        if (state == State.OPEN) {
            input.drop();
            finish(Notice.SERVER_STOPPING, CloseReason.SERVER_STOPPING);
        }
    }

    /** Leaves its room and is sent only what is pending up to here. */
    private void finish(@Nullable Notice last, CloseReason why) {
        conversation.publish();
        state = State.FINISHING;
        reason = why;
        deadlineNanos =
                output.refusedNanos() + server.config().slowConsumerTimeout().toNanos();
        var log = membership.log();
        if (last != null) {
            output.insert(log, last.line());
        }
        output.endAt(log);
        endMembership();
        input.resumeReading(); // else nobody would notice that the client ends
    }

    /** It has been sent everything: nothing is kept for it any more, and its place is free, whenever it closes its side. */
    private void endOutput() {
        closeOutput();
        dismiss();
        if (input.hasEnded()) {
            close();
            return;
        }
        state = State.LINGERING;
        server.lingering().add(this);
        output.shutDown();
        deadlineNanos = loop.fairNanos() + server.config().lingerTimeout().toNanos();
        watchDeadline();
    }

    private void closeOutput() {
        output.close();
        membership.closeCursors();
    }

    /** From now on its input waits until it has read what it asked for: it must make {@link Progress}. */
    void expectReading() {
        reading.begin(output.sentBytes(), output.refusedNanos(), output.pinnedBytes(membership.log()));
        watchDeadline();
    }

    private boolean isReading() {
        return reading.missedTimeouts(
                        output.sentBytes(),
                        output.refusedNanos(),
                        output.pinnedBytes(membership.log()),
                        server.config().slowConsumerTimeout().toNanos())
                == 0;
    }

    void watchDeadline() {
        if (!deadlineWatched) {
            deadlineWatched = true;
            loop.watchDeadline(this);
        }
    }

    /** Some times a second: closes the connection if its time is over. Returns true if nothing has to be waited for any more. */
    boolean tick(long fairNanos) {
        boolean inputWaits = input.tick();
        switch (state) {
            case OPEN -> {
                if (input.waitsForReader() && !isReading()) {
                    closeAtOnce(CloseReason.SLOW_CONSUMER);
                }
            }
            case FINISHING -> {
                if (output.refusedNanos() >= deadlineNanos) {
                    closeAtOnce(CloseReason.SLOW_CONSUMER);
                }
            }
            case LINGERING -> {
                if (fairNanos >= deadlineNanos) {
                    close();
                }
            }
            case CLOSING, CLOSED -> {}
        }
        deadlineWatched = inputWaits || state == State.FINISHING || state == State.LINGERING;
        return !deadlineWatched;
    }

    /** Others have lingered for less long. */
    void endLingering() {
        if (state == State.LINGERING) {
            close();
        }
    }

    /** Nothing more is heard of it, and it is told nothing more. */
    void closeAtOnce(CloseReason why) {
        if (state.compareTo(State.CLOSING) < 0) {
            reason = why;
            close();
        }
    }

    private void close() {
        if (state == State.LINGERING) {
            server.lingering().remove(this);
        }
        state = State.CLOSING;
        output.stop();
        connection.close(reason);
    }

    /** Nothing is left of it but what it said. */
    void vanish() {
        loop.onVanished(this);
        membership.vanish();
        dismiss();
    }

    /** It does not count any more. */
    private void dismiss() {
        if (admitted) {
            admitted = false;
            server.admission().dismiss(address);
        }
    }

    /** @param backlogBytes that it is still to be sent */
    SessionStatus status(long nowNanos, long backlogBytes) {
        var whatItSends = state != State.OPEN
                ? SessionStatus.Input.CLOSING
                : input.isHolding() ? SessionStatus.Input.HELD : SessionStatus.Input.READING;
        return new SessionStatus(
                nick(),
                membership.roomName(),
                peer,
                nowNanos - beginNanos,
                input.lines(),
                input.bytes(),
                membership.lines(),
                output.sentBytes(),
                backlogBytes,
                whatItSends);
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosing() {
        return state == State.CLOSING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- For its surroundings.

    SessionInput input() {
        return input;
    }

    SessionOutput output() {
        return output;
    }

    IoLoop loop() {
        return loop;
    }

    String nick() {
        return conversation.nick();
    }

    Membership membership() {
        return membership;
    }

    int loopNumber() {
        return loopNumber;
    }

    void setLoopNumber(int loopNumber) {
        this.loopNumber = loopNumber;
    }

    @Override
    public String toString() {
        var address = String.valueOf(peer).replace("/", "");
        return nick().isEmpty() ? address : nick() + "@" + address;
    }
}
