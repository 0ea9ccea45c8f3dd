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
 * <p>The {@link Reader} waits for input, the {@link Writer} for something to send. Both make a turn of the loop after their event, and so
 * does the {@link Ticker}. Turns are made under the lock, and the lock is released before anything waits. The writer does a turn's writes
 * outside the lock. Meanwhile more lines gather for its next write.
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

    /** Returns the writer's thread, for joining it. */
    Thread thread() {
        return writer.thread();
    }

    /** Starts the threads; called by the acceptor. */
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

    /** @param ready false if the TLS handshake has failed */
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
        } catch (OutOfMemoryError e) { // thrown by the JDK when the system has no more threads
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

    /** True when the connection is closed and no input of its client waits to be published. */
    boolean isOver() {
        return closed && core.isEmpty();
    }

    // ---- The reader.

    /** Waits until the session takes input, and returns how many bytes; 0 if the connection is closed. */
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

    /** Makes a turn after an event. Returns false if the connection is closed, so that no event follows. */
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

    /** Makes a turn for the ticker, unless another thread holds the lock, because that thread makes a turn itself. */
    void tick() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (writer.isOverdue()) {
                closeSocket(); // ends what the writer waits for
            }
            if (writer.isLate()) {
                return; // not the client's fault, so the client's time stands still
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

    /** Returns why the connection was closed; null while it is open. */
    @Nullable
    CloseReason closeReason() {
        return closeReason;
    }

    /** Closes the socket, which ends the waits of both threads. */
    void closeSocket() {
        Sockets.closeQuietly(channel);
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return Sockets.peer(channel);
    }
}
