package dev.muxbench.core;

import dev.muxbench.core.events.AcceptEvent;
import dev.muxbench.core.events.CloseEvent;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client, from its connection's point of view: what it may send now ({@link SessionInput}), what it must be sent
 * ({@link SessionOutput}), where it is ({@link Membership}), and how it ends ({@link Lifecycle}).
 *
 * <p>Threads: those of its {@link IoLoop}; {@link #nick()} may be called by any.
 */
public final class Session implements Inbound {
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

    /** The first step of its life: a member of the lobby, or told why not. */
    Session(ChatServer server, IoLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        peer = connection.remoteAddress();
        beginNanos = loop.nowNanos();
        conversation = new Conversation(server, this);
        membership = new Membership(server, this);
        input = new SessionInput(this, loop, conversation, server.config(), server.newRateLimit());
        lifecycle = new Lifecycle(server, loop, this, connection);
        var refusal = lifecycle.refusal();
        if (refusal == null) {
            conversation.takeFirstNick();
            membership.enterLobby();
            output = new SessionOutput(this, loop, connection, membership.log());
            output.greet(Notice.WELCOME.line());
        } else {
            membership.enterNowhere();
            output = new SessionOutput(this, loop, connection, membership.log());
            lifecycle.finish(refusal == CloseReason.ADDRESS_FULL ? Notice.ADDRESS_FULL : Notice.SERVER_FULL, refusal);
        }
        AcceptEvent.record(peer, nick());
    }

    // ---- Called by the backend.

    @Override
    public int readBudget() {
        if (lifecycle.isClosing() || lifecycle.isClosed()) {
            return 0;
        }
        return lifecycle.isOpen() ? input.budget() : ServerConfig.READ_BUDGET_BYTES;
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
        SessionLog.closed(this, reason);
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

    boolean roomIsOverHighWater() {
        return membership.roomIsOverHighWater();
    }

    boolean isAheadOfItsReader() {
        return membership.isUnderWay() || output.hasTooManyReplies();
    }

    void resumeReading() {
        connection.resumeReading();
    }

    /** What it has said is published at once. */
    void publish() {
        conversation.publish();
    }

    // ---- Its output.

    /** After each attempt to send, and whenever some more was taken. */
    void onOutputTaken() {
        membership.onSent();
        input.onOutputTaken();
        lifecycle.onOutputTaken();
    }

    /** Only this client gets these bytes, after what was published up to now. */
    void reply(ByteBuffer lines) {
        if (lifecycle.isOpen()) {
            output.insert(membership.log(), lines);
        }
    }

    void receivePrivate(ByteBuffer line) {
        if (lifecycle.isOpen()) {
            output.insertPrivate(membership.log(), line);
            membership.onPrivateLine();
            loop.counters().deliveredPrivately();
        }
    }

    void closeOutput() {
        output.close();
        membership.closeCursors();
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

    void endMembership() {
        if (membership.end()) {
            conversation.releaseNick();
        }
    }

    // ---- The end.

    /** The client leaves: {@code /quit}, or the end of its input. */
    void quit() {
        if (lifecycle.isOpen()) {
            lifecycle.finish(null, CloseReason.CLIENT_LEFT);
        }
    }

    /** It could send, but has not for so long. */
    void closeIfIdle(long nowNanos, long timeoutNanos) {
        if (lifecycle.isOpen() && !input.isHolding() && input.received().idleNanos(nowNanos) >= timeoutNanos) {
            lifecycle.finish(Notice.IDLE, CloseReason.IDLE);
        }
    }

    /** The server stops, and nobody says anything any more. */
    void takeLeave() {
        if (lifecycle.isOpen()) {
            input.drop();
            lifecycle.finish(Notice.SERVER_STOPPING, CloseReason.SERVER_STOPPING);
        }
    }

    /** Nothing is left of it but what it said. */
    void vanish() {
        loop.onVanished(this);
        membership.vanish();
        lifecycle.dismiss();
    }

    // ---- For its surroundings.

    /** @param backlogBytes that it is still to be sent */
    SessionStatus status(long nowNanos, long backlogBytes) {
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

    Lifecycle lifecycle() {
        return lifecycle;
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
