package dev.muxbench.netty;

import dev.muxbench.core.spi.Inbound;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The input of one connection. The session does not always take all of it, because Netty may have read on although reading was to stop, and
 * because a TLS record is opened as a whole. The rest is kept until the session reads again.
 *
 * <p>Threads: the loop's.
 */
final class NettyInput {
    private final NettyConnection connection;
    private final Inbound session;
    private @Nullable ArrayDeque<ByteBuffer> unread;
    private boolean ended;

    NettyInput(NettyConnection connection, Inbound session) {
        this.connection = connection;
        this.session = session;
    }

    void onBytes(ByteBuffer bytes) {
        if (unread == null) {
            offer(bytes);
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
        } else if (unread == null && session.readBudget() == 0) {
            setReading(false);
        }
    }

    /** Gives the session as much as it takes. */
    private void offer(ByteBuffer bytes) {
        int end = bytes.limit();
        int budget;
        while (bytes.position() < end && (budget = session.readBudget()) > 0) {
            bytes.limit(Math.min(end, bytes.position() + budget));
            session.onBytes(bytes);
            bytes.limit(end);
        }
    }

    private void keep(ByteBuffer bytes) {
        if (unread == null) {
            unread = new ArrayDeque<>();
        }
        unread.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        setReading(false);
    }

    /** Called when the peer has closed its side. */
    void onEnd() {
        if (!ended) {
            ended = true;
            if (unread == null) {
                session.onEndOfInput();
            }
        }
    }

    /** True if more was received than the session takes. */
    boolean isAhead() {
        return unread != null;
    }

    /** Gives the session what was kept, before anything else. */
    void resume() {
        while (unread != null && connection.isOpen()) {
            var oldest = unread.getFirst();
            offer(oldest);
            if (oldest.hasRemaining()) {
                return; // to be resumed again
            }
            unread.removeFirst();
            if (unread.isEmpty()) {
                unread = null;
            }
        }
        if (!connection.isOpen()) {
            return;
        }
        if (ended) {
            session.onEndOfInput();
        } else if (session.readBudget() > 0) {
            setReading(true);
        }
    }

    private void setReading(boolean wanted) {
        connection.channel.config().setAutoRead(wanted);
    }
}
