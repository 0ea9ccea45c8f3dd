package dev.muxbench.blocking;

import dev.muxbench.channels.Sockets;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and a loop of the core for it alone.
 *
 * <p>The {@link Reader} waits for input, the {@link Writer} for something to send. Each makes a turn of the loop after its event, as
 * does the {@link Ticker}; turns are made under the lock, and the lock is given back before anything waits. What a turn wants to write
 * is left to the writer, which does that outside the lock: meanwhile more lines gather for its next write.
 *
 * <p>Threads: as said with each part.
 */
final class BlockingConnection implements Connection {
    private final Shared shared;
    private final SocketChannel channel;
    private final @Nullable BlockingTls tls;
    private final Loop core;
    private final Thread reader;
    private final Writer writer;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private @Nullable Inbound inbound; // null until the writer has begun
    private @Nullable CloseReason closeReason; // null while open
    private boolean closed;
    private boolean watched; // by the ticker

    BlockingConnection(Shared shared, SocketChannel channel) {
        this.shared = shared;
        this.channel = channel;
        this.tls = shared.tls() == null ? null : new BlockingTls(shared.tls(), channel);
        var stream = tls == null ? new ByteStream.Plain(channel) : tls;
        this.core = shared.server().openLoop(this::wake);
        this.writer = new Writer(this, shared, core, lock, stream);
        this.reader = shared.newThread("reader", new Reader(this, stream, shared.crowding()));
    }

    /** Any thread. */
    private void wake() {
        shared.wakeUps().wake(writer);
    }

    /** For who waits for its end. */
    Thread thread() {
        return writer.thread();
    }

    /** The acceptor. */
    void start() {
        shared.connections().add(this);
        boolean started = false;
        try {
            writer.thread().start();
            started = true;
        } finally {
            if (!started) {
                shared.connections().remove(this);
                core.close();
            }
        }
    }

    // ---- The writer, which holds the lock.

    /** @param ready with TLS: the handshake is made */
    void begin(boolean ready) {
        if (ready) {
            inbound = core.accept(this);
            startReader();
        } else {
            closeSocket();
            core.refused(closeReason == null ? CloseReason.TLS_FAILED : closeReason);
            closed = true;
        }
    }

    private void startReader() {
        try {
            reader.start();
        } catch (OutOfMemoryError e) { // what the JDK throws when the system gives it no more threads
            close(CloseReason.IO_ERROR);
        }
    }

    Inbound inbound() {
        return Objects.requireNonNull(inbound);
    }

    boolean isToBeClosed() {
        return closeReason != null && !closed;
    }

    void closeNow() {
        closeSocket();
        LockSupport.unpark(reader);
        inbound().onClosed(Objects.requireNonNull(closeReason));
        closed = true;
    }

    /** Nothing that its client has sent waits to be said any more. */
    boolean isOver() {
        return closed && core.isEmpty();
    }

    // ---- The reader.

    /** Waits until the session will take something. Returns 0 if the connection is closed. */
    int awaitReadBudget() {
        while (true) {
            lock.lock();
            try {
                if (closeReason != null) {
                    return 0;
                }
                int budget = inbound().readBudget();
                if (budget > 0) {
                    return budget;
                }
            } finally {
                lock.unlock();
            }
            LockSupport.park(this);
        }
    }

    /**
     * @param count of bytes; negative at the end of the input
     * @return false if there is nothing more to be read
     */
    boolean onRead(int count, ByteBuffer bytes) {
        return makeTurn(() -> {
                    if (count < 0) {
                        inbound().onEndOfInput();
                    } else {
                        inbound().onBytes(bytes);
                    }
                })
                && count >= 0;
    }

    void onReadFailure(IOException cause) {
        onFailure(cause);
        var _ = makeTurn(this::closeAfterFailure);
    }

    /** After an event; returns false if the connection is closed, so that there are none any more. */
    private boolean makeTurn(Runnable event) {
        lock.lock();
        try {
            if (closeReason != null) {
                return false;
            }
            core.awake();
            event.run();
            turn();
            writer.wakeIfNeeded();
            return true;
        } finally {
            lock.unlock();
        }
    }

    // ---- Failures.

    void onFailure(IOException cause) {
        if (tls != null) {
            tls.onFailure(cause);
        }
    }

    /** Under the lock. */
    void closeAfterFailure() {
        close(tls == null ? CloseReason.IO_ERROR : tls.reasonOfFailure());
    }

    // ---- Turns: under the lock.

    void turn() {
        core.runTurn();
        if (core.sleepNanos() != Long.MAX_VALUE) {
            watch();
        }
    }

    void watch() {
        if (!watched) {
            watched = true;
            shared.ticker().watch(this);
        }
    }

    /** The ticker. Whoever holds the lock makes a turn of its own. */
    void tick() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (writer.isOverdue()) {
                closeSocket(); // ends what the writer waits for
            }
            if (writer.isLate()) {
                return; // that is no client's fault, so no time goes by for the client
            }
            if (core.sleepNanos() == Long.MAX_VALUE && !writer.isOutside()) {
                if (!writer.hasWritten()) {
                    watched = false;
                    shared.ticker().unwatch(this);
                }
                return;
            }
            core.awake();
            core.runTurn();
            writer.wakeIfNeeded();
        } finally {
            lock.unlock();
        }
    }

    /** Any thread. */
    void closeForStop() {
        lock.lock();
        try {
            close(CloseReason.SERVER_STOPPING);
            writer.wakeIfNeeded();
        } finally {
            lock.unlock();
        }
    }

    // ---- For the core.

    @Override
    public int write(ByteBuffer[] runs, int count) {
        writer.leave(runs, count);
        return 0;
    }

    @Override
    public void resumeReading() {
        LockSupport.unpark(reader);
    }

    @Override
    public void shutdownOutput() {
        if (tls != null) {
            writer.leaveEndOfOutput();
            return;
        }
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close(CloseReason.IO_ERROR);
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    /** Null while it is open. */
    @Nullable
    CloseReason closeReason() {
        return closeReason;
    }

    /** Ends whatever its threads wait for. */
    void closeSocket() {
        Sockets.closeQuietly(channel);
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return Sockets.peer(channel);
    }
}
