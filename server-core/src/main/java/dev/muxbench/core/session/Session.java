package dev.muxbench.core.session;

import dev.muxbench.core.events.AcceptEvent;
import dev.muxbench.core.events.CloseEvent;
import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.loop.LoopSession;
import dev.muxbench.core.room.RoomSession;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.status.SessionStatus;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One client of the server. Its parts: what the client may send now ({@link SessionInput}), what it must be sent ({@link SessionOutput}),
 * its room ({@link Membership}), and its end ({@link Lifecycle}).
 *
 * <p>Threads: those of its {@link IoLoop}; {@link #nick()} may be called by any.
 */
public final class Session implements LoopSession, RoomSession {
    private final IoLoop loop;
    private final Connection connection;
    private final @Nullable InetSocketAddress peer; // null if it had gone before its first event
    private final Conversation conversation;
    private final Membership membership;
    private final Lifecycle lifecycle;
    private final SessionInput input;
    private final SessionOutput output;
    private final long beginNanos; // by the server's clock
    private int loopNumber; // in its loop
    private int memberNumber; // in its room; guarded by the lock of the rooms

    /** Begins the session: the client becomes a member of the lobby, or is told why not. */
    public Session(SessionContext context, IoLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        peer = connection.remoteAddress();
        beginNanos = loop.nowNanos();
        conversation = new Conversation(context, this);
        membership = new Membership(context.rooms(), this);
        input = new SessionInput(this, loop, conversation, context.config(), context.newRateLimit());
        lifecycle = new Lifecycle(context, loop, this, connection);
        var refusal = lifecycle.refusal();
        if (refusal == null && !conversation.nick().takeNumber()) {
            refusal = CloseReason.NO_NUMBER_LEFT;
        }
        if (refusal == null) {
            membership.enterLobby();
            output = new SessionOutput(this, loop, connection, membership.log());
            output.greet(Notice.WELCOME.line());
        } else {
            membership.enterNowhere();
            output = new SessionOutput(this, loop, connection, membership.log());
            lifecycle.finish(Notice.ofRefusal(refusal), refusal);
        }
        AcceptEvent.record(peer, nick());
    }

    // ---- Called by the backend.

    @Override
    public int readBudget() {
        if (lifecycle.isClosing() || lifecycle.isClosed()) {
            return 0;
        }
        return lifecycle.isOpen() ? input.budget() : Inbound.READ_BUDGET_BYTES;
    }

    @Override
    public void onBytes(ByteBuffer in) {
        input.received().addBytes(in.remaining());
        if (lifecycle.isOpen()) {
            input.receive(in);
        } else {
            in.position(in.limit());
        }
    }

    @Override
    public void onEndOfInput() {
        input.end();
        lifecycle.endLingering();
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
    public void onClosed(CloseReason reason) {
        lifecycle.onClosed();
        loop.counters().closed(reason);
        CloseLog.closed(this, reason);
        if (CloseEvent.isOn()) {
            long bytes = input.received().bytes();
            CloseEvent.record(nick(), reason, loop.nowNanos() - beginNanos, bytes, output.sentBytes());
        }
        loop.forget(this);
        endMembership();
        closeOutput();
        if (reason == CloseReason.SERVER_STOPPING) {
            input.abandon();
        } else {
            input.onClosed();
        }
    }

    // ---- Its input.

    @Override
    public void resumeInTurn() {
        input.resumeInTurn();
    }

    @Override
    public void resumeInput() {
        input.resume();
    }

    @Override
    public void mute() {
        input.mute();
    }

    @Override
    public void abandon() {
        input.abandon();
    }

    void resumeReading() {
        connection.resumeReading();
    }

    // ---- Its output.

    /** Called after each write, and when the connection has taken more of one. */
    void onOutputTaken() {
        membership.onSent();
        input.onOutputTaken();
        lifecycle.onOutputTaken();
    }

    /** Sends bytes to this client only, after what was published up to now. */
    void reply(ByteBuffer lines) {
        if (lifecycle.isOpen()) {
            output.insert(membership.log(), lines);
        }
    }

    void reply(String lines) {
        reply(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    }

    void receivePrivate(ByteBuffer line) {
        if (lifecycle.isOpen()) {
            output.insertPrivate(membership.log(), line);
            membership.onPrivateLine();
            loop.counters().deliveredPrivately();
        }
    }

    void closeOutput() {
        membership.closeCursors();
        output.close();
    }

    // ---- Its room.

    void endMembership() {
        if (membership.end()) {
            conversation.end();
        }
    }

    // ---- The end.

    /** Ends the session because of {@code /quit} or the end of input. */
    void quit() {
        if (lifecycle.isOpen()) {
            lifecycle.finish(null, CloseReason.CLIENT_LEFT);
        }
    }

    @Override
    public void closeIfIdle(long nowNanos, long timeoutNanos) {
        if (lifecycle.isOpen() && !input.isHolding() && input.received().idleNanos(nowNanos) >= timeoutNanos) {
            lifecycle.finish(Notice.IDLE, CloseReason.IDLE);
        }
    }

    @Override
    public void takeLeave() {
        if (lifecycle.isOpen()) {
            input.drop();
            lifecycle.finish(Notice.SERVER_STOPPING, CloseReason.SERVER_STOPPING);
        }
    }

    @Override
    public void closeAtOnce(CloseReason reason) {
        lifecycle.closeAtOnce(reason);
    }

    @Override
    public boolean tick(long fairNanos) {
        return lifecycle.tick(fairNanos);
    }

    /** Lets go of everything but the client's published lines. */
    void dispose() {
        loop.onDrained(this);
        membership.dispose();
        lifecycle.dismiss();
    }

    // ---- For its surroundings.

    @Override
    public long backlogBytes() {
        return output.backlogBytes();
    }

    @Override
    public SessionStatus status(long nowNanos, long backlogBytes) {
        var whatItSends = !lifecycle.isOpen()
                ? SessionStatus.Input.CLOSING
                : input.isHolding() ? SessionStatus.Input.HELD : SessionStatus.Input.READING;
        return new SessionStatus(
                nick(),
                membership.roomName(),
                peer,
                nowNanos - beginNanos,
                input.received().lines(),
                input.received().bytes(),
                membership.lines(),
                output.sentBytes(),
                backlogBytes,
                whatItSends);
    }

    SessionInput input() {
        return input;
    }

    @Override
    public SessionOutput output() {
        return output;
    }

    @Override
    public IoLoop loop() {
        return loop;
    }

    @Override
    public String nick() {
        return conversation.nick().name();
    }

    Conversation conversation() {
        return conversation;
    }

    Membership membership() {
        return membership;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public int loopNumber() {
        return loopNumber;
    }

    @Override
    public void setLoopNumber(int loopNumber) {
        this.loopNumber = loopNumber;
    }

    @Override
    public int memberNumber() {
        return memberNumber;
    }

    @Override
    public void setMemberNumber(int memberNumber) {
        this.memberNumber = memberNumber;
    }

    @Override
    public String toString() {
        var address = String.valueOf(peer).replace("/", "");
        return nick().isEmpty() ? address : nick() + "@" + address;
    }
}
