package dev.muxbench.testkit.search;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection with bounded buffers, like a kernel's: the server waits for what the client does not read, and the
 * other way round.
 *
 * <p>Threads: the search's.
 */
final class BoundedSocket implements Connection {
    private static final int WRITABLE_SHARE = 3; // writable again when this share of its buffer is free

    private final boolean completes; // a write owns its memory until it is done, as with io_uring
    private @Nullable Inbound inbound;

    private final byte[] toClient;
    private int toClientBytes;
    private @Nullable ByteBuffer pending;
    private boolean waitsForSpace;

    private final ByteBuffer toServer;
    private boolean inputEnds;
    private boolean inputEnded;
    private boolean paused;

    private boolean gone; // the client has closed: it answers any bytes with a reset
    private boolean resets;
    private @Nullable CloseReason closeReason;
    private boolean closed;

    /**
     * @param sendBytes    what it takes from the server before the client reads
     * @param receiveBytes what it takes from the client before the server reads
     */
    BoundedSocket(int sendBytes, int receiveBytes, boolean completes) {
        this.toClient = new byte[sendBytes];
        this.toServer = ByteBuffer.allocate(receiveBytes);
        this.completes = completes;
    }

    void open(Loop loop) {
        inbound = loop.accept(this);
    }

    private Inbound inbound() {
        return Objects.requireNonNull(inbound);
    }

    // ---- What the client does.

    /** How much of what it sends would be taken. */
    int space() {
        return toServer.remaining();
    }

    /** At most {@link #space()}. */
    void say(byte[] bytes, int from, int count) {
        toServer.put(bytes, from, count);
    }

    boolean hasUnheard() {
        return toServer.position() > 0;
    }

    /** What it has not read, from index 0 up to {@link #unreadBytes()}. */
    byte[] unread() {
        return toClient;
    }

    int unreadBytes() {
        return toClientBytes;
    }

    void read(int count) {
        System.arraycopy(toClient, count, toClient, 0, toClientBytes - count);
        toClientBytes -= count;
    }

    void endInput() {
        inputEnds = true;
    }

    /** It closes: its input ends, and nobody reads its output. */
    void leave() {
        inputEnds = true;
        gone = true;
    }

    void reset() {
        resets = true;
    }

    /** It may still say something. */
    boolean isTalking() {
        return !inputEnds && !resets && closeReason == null;
    }

    /** The server has stopped reading from it. */
    boolean isHeld() {
        return paused;
    }

    /** Why the connection is closed, or is about to be; null if it is open. */
    @Nullable
    CloseReason closeReason() {
        return closeReason;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- What its loop does.

    boolean isReady() {
        return closeReason == null && (resets || canRead() || canWrite());
    }

    private boolean canRead() {
        return !paused && !inputEnded && (hasUnheard() || inputEnds);
    }

    private boolean canWrite() {
        return (pending != null || waitsForSpace)
                && (gone || WRITABLE_SHARE * (toClient.length - toClientBytes) >= toClient.length);
    }

    void handleEvents() {
        if (closeReason == null && resets) {
            closeReason = CloseReason.IO_ERROR;
        }
        if (closeReason == null && canWrite()) {
            goOnWriting();
        }
        if (closeReason == null && canRead()) {
            receive();
        }
    }

    private void goOnWriting() {
        if (gone) {
            closeReason = CloseReason.IO_ERROR;
            return;
        }
        waitsForSpace = false;
        var bytes = pending;
        int done = bytes == null ? 0 : take(bytes);
        if (bytes != null && bytes.hasRemaining()) {
            inbound().onProgress(done);
        } else {
            pending = null;
            inbound().onWritable(done);
        }
    }

    private void receive() {
        int budget = inbound().readBudget();
        if (budget == 0) {
            paused = true;
        } else if (hasUnheard()) {
            toServer.flip();
            int end = toServer.limit();
            inbound().onBytes(toServer.limit(Math.min(end, budget)));
            toServer.limit(end).compact();
        } else {
            inputEnded = true;
            inbound().onEndOfInput();
        }
    }

    private int take(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), toClient.length - toClientBytes);
        bytes.get(toClient, toClientBytes, count);
        toClientBytes += count;
        return count;
    }

    @Override
    public int write(ByteBuffer[] runs, int count) {
        if (closeReason != null) {
            return 0;
        }
        var bytes = joined(runs, count);
        if (completes) {
            pending = bytes;
            return 0;
        }
        int done = gone ? 0 : take(bytes);
        waitsForSpace = bytes.hasRemaining();
        return done;
    }

    private static ByteBuffer joined(ByteBuffer[] runs, int count) {
        var all = ByteBuffer.allocate(
                Arrays.stream(runs, 0, count).mapToInt(ByteBuffer::remaining).sum());
        for (int i = 0; i < count; i++) {
            all.put(runs[i].duplicate());
        }
        return all.flip();
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public void shutdownOutput() {
        // The client may stay for as long as it likes.
    }

    @Override
    public void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    /** The deferred part of closing. Returns true when it is done. */
    boolean finishClosing() {
        if (closeReason == null) {
            return false;
        }
        pending = null;
        closed = true;
        inbound().onClosed(closeReason);
        return true;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return null;
    }
}
