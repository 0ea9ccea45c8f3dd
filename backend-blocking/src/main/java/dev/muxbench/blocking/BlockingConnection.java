package dev.muxbench.blocking;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.IoLoop;
import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.Session;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and a loop of the core for it alone.
 *
 * <p>The reader waits for input, the writer for something to send. Each makes a turn of the loop after its event, as does the
 * {@link Ticker}; turns are made under the lock, and the lock is given back before anything waits. What a turn wants to write is
 * left to the writer, which does that outside the lock: meanwhile more lines gather for its next write.
 *
 * <p>Threads: as said with each method.
 */
final class BlockingConnection implements Connection {
    private static final int LEAST_READ = 512;
    private static final int GROWTH = 8;
    private static final int LEAST_COUNTED = 64; // small reads take time, too
    private static final int FAILED = -2; // in place of the number of bytes read
    private static final long NONE = Long.MAX_VALUE;

    private final ChatServer server;
    private final SocketChannel channel;
    private final ByteChannel stream; // the same, or what encrypts before it
    private final @Nullable BlockingTls tls;
    private final Ticker ticker;
    private final Crowding crowding;
    private final Set<BlockingConnection> connections;
    private final IoLoop core;
    private final Thread reader;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private @Nullable Session session; // null until the writer has begun
    private @Nullable CloseReason closeReason; // null while open
    private @Nullable ByteBuffer output; // what the writer has to write, until that is done
    private boolean writing; // outside the lock
    private boolean asleep; // the writer is
    private boolean closed;
    private boolean watched; // by the ticker
    private boolean wroteSinceTick;
    private boolean endingOutput; // with TLS: the writer has to say so
    private boolean takingLeave; // with TLS: it says so before it closes
    private long deadlineNanos = NONE; // of what the writer waits for outside of a session: the socket is closed then

    BlockingConnection(
            BlockingProvider threads,
            ChatServer server,
            SocketChannel channel,
            @Nullable TlsSource tls,
            Ticker ticker,
            Crowding crowding,
            Set<BlockingConnection> connections) {
        this.server = server;
        this.channel = channel;
        this.tls = tls == null ? null : new BlockingTls(tls, channel);
        this.stream = this.tls == null ? channel : this.tls;
        this.ticker = ticker;
        this.crowding = crowding;
        this.connections = connections;
        this.reader = threads.newThread("reader", this::read);
        this.writer = threads.newThread("writer", this::write);
        this.core = server.openLoopForOne(() -> LockSupport.unpark(writer));
    }

    Thread writer() {
        return writer;
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }

    /** The acceptor. */
    void start() {
        connections.add(this);
        boolean started = false;
        try {
            writer.start();
            started = true;
        } finally {
            if (!started) {
                connections.remove(this);
                server.closeLoop(core);
            }
        }
    }

    // ---- The writer.

    private void write() {
        lock.lock();
        try {
            if (tls != null && !isEncrypted(tls)) {
                BlockingBackend.closeQuietly(channel);
                core.refused(closeReason == null ? CloseReason.TLS_FAILED : closeReason);
                closed = true;
            } else {
                session = core.accept(this);
                startReader();
            }
            while (!closed || !core.isEmpty()) {
                turn();
                if (closeReason != null && !closed) {
                    closeNow();
                } else if (output != null) {
                    writeOutput(output);
                } else if (endingOutput) {
                    endOutput();
                } else if (core.prepareToSleep()) {
                    sleep();
                } else if (core.sleepNanos() == 0) {
                    letOthersGo();
                }
            }
            server.closeLoop(core);
        } finally {
            lock.unlock();
        }
        connections.remove(this);
    }

    private void startReader() {
        try {
            reader.start();
        } catch (OutOfMemoryError e) { // what the JDK throws when the system gives it no more threads
            close(CloseReason.IO_ERROR);
        }
    }

    /** Makes the handshake, outside the lock. Returns false if there is none. */
    private boolean isEncrypted(BlockingTls with) {
        boolean[] done = {false};
        outside(with.source().handshakeTimeout(), () -> done[0] = with.handshake());
        return done[0] && closeReason == null;
    }

    /** Says that there is no more, outside the lock. */
    private void endOutput() {
        endingOutput = false;
        outside(
                server.config().lingerTimeout(),
                () -> Objects.requireNonNull(tls).endOutput());
    }

    /** Lets the writer wait without the lock, but not for ever. */
    private void outside(Duration limit, Runnable work) {
        writing = true;
        deadlineNanos = System.nanoTime() + limit.toNanos();
        watch();
        lock.unlock();
        try {
            work.run();
        } finally {
            lock.lock();
            writing = false;
            deadlineNanos = NONE;
        }
    }

    /**
     * Once woken, a writer that is to wake more writers lets all others go first. So the readers publish what has come before those
     * writers send it, and a write takes more lines.
     */
    private void sleep() {
        asleep = true;
        lock.unlock();
        try {
            LockSupport.park(this);
            if (core.takeGivesWay() || crowding.isCrowded()) {
                BlockingProvider.giveWay();
            }
        } finally {
            lock.lock();
        }
        asleep = false;
        core.awake();
    }

    /** There is more to do, but not at once. */
    private void letOthersGo() {
        lock.unlock();
        try {
            BlockingProvider.giveWay();
        } finally {
            lock.lock();
        }
    }

    private void writeOutput(ByteBuffer bytes) {
        writing = true;
        wroteSinceTick = true;
        watch(); // it may take long, and there may be news meanwhile
        lock.unlock();
        int done = -1;
        try {
            done = stream.write(bytes);
        } catch (IOException e) {
            onFailure(e);
        } finally {
            lock.lock();
            writing = false;
        }
        if (done < 0) {
            close(reasonOfFailure());
        } else if (closeReason != null) {
            output = null;
        } else if (bytes.hasRemaining()) {
            session().onProgress(done);
        } else {
            output = null;
            session().onWritable(done);
        }
    }

    private void closeNow() {
        output = null;
        if (tls != null && closeReason == CloseReason.CLIENT_LEFT) {
            takingLeave = true; // only who has been sent everything is told that this is the end
            endOutput();
        }
        BlockingBackend.closeQuietly(channel);
        LockSupport.unpark(reader);
        session().onClosed(Objects.requireNonNull(closeReason));
        closed = true;
    }

    // ---- The reader.

    private void read() {
        var buffer = ByteBuffer.allocate(LEAST_READ);
        int uninterrupted = 0; // bytes read
        int budget;
        while ((budget = awaitBudget()) > 0) {
            buffer.clear().limit(Math.min(budget, buffer.capacity()));
            int count;
            try {
                count = stream.read(buffer);
            } catch (IOException e) {
                onFailure(e);
                count = FAILED;
            }
            if (!received(count, buffer.flip())) {
                return;
            }
            uninterrupted += Math.max(count, LEAST_COUNTED);
            if (uninterrupted >= ServerConfig.READ_BUDGET_BYTES || crowding.isCrowded()) {
                BlockingProvider.giveWay();
                uninterrupted = 0;
            }
            buffer = sized(buffer, count);
        }
    }

    /** Who sends little needs little memory: there is a buffer for each connection. */
    private static ByteBuffer sized(ByteBuffer buffer, int lastRead) {
        if (lastRead == buffer.capacity() && lastRead < ServerConfig.READ_BUDGET_BYTES) {
            return ByteBuffer.allocate(Math.min(GROWTH * lastRead, ServerConfig.READ_BUDGET_BYTES));
        }
        if (buffer.capacity() > LEAST_READ && lastRead <= LEAST_READ / 2) {
            return ByteBuffer.allocate(LEAST_READ);
        }
        return buffer;
    }

    /** Waits until the session will take something. Returns 0 if the connection is closed. */
    private int awaitBudget() {
        while (true) {
            lock.lock();
            try {
                if (closeReason != null) {
                    return 0;
                }
                int budget = session().readBudget();
                if (budget > 0) {
                    return budget;
                }
            } finally {
                lock.unlock();
            }
            LockSupport.park(this);
        }
    }

    /** Returns false if there is nothing more to be read. */
    private boolean received(int count, ByteBuffer bytes) {
        lock.lock();
        try {
            if (closeReason != null) {
                return false;
            }
            core.awake();
            if (count == FAILED) {
                close(reasonOfFailure());
            } else if (count < 0) {
                session().onEndOfInput();
            } else {
                session().onBytes(bytes);
            }
            turn();
            passOn();
            return count >= 0;
        } finally {
            lock.unlock();
        }
    }

    // ---- Failures.

    private void onFailure(IOException cause) {
        if (tls != null) {
            tls.onFailure(cause);
        }
    }

    private CloseReason reasonOfFailure() {
        return tls == null ? CloseReason.IO_ERROR : tls.reasonOfFailure();
    }

    // ---- Turns: under the lock.

    private void turn() {
        core.runTurn();
        if (core.sleepNanos() != Long.MAX_VALUE) {
            watch();
        }
    }

    private void watch() {
        if (!watched) {
            watched = true;
            ticker.watch(this);
        }
    }

    /** After a turn that the writer did not make: leaves to it what is to be done. */
    private void passOn() {
        if (closeReason != null && writing && !takingLeave) {
            BlockingBackend.closeQuietly(channel); // ends the write
        }
        if (asleep && (output != null || endingOutput || closeReason != null || !core.prepareToSleep())) {
            LockSupport.unpark(writer);
        }
    }

    /** The ticker. Whoever holds the lock makes a turn of its own. */
    void tick() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (deadlineNanos != NONE && System.nanoTime() - deadlineNanos >= 0) {
                BlockingBackend.closeQuietly(channel); // ends what the writer waits for
            }
            if (core.sleepNanos() == Long.MAX_VALUE && !writing) {
                if (!wroteSinceTick) {
                    watched = false;
                    ticker.unwatch(this);
                }
                wroteSinceTick = false;
                return;
            }
            core.awake();
            core.runTurn();
            passOn();
        } finally {
            lock.unlock();
        }
    }

    /** Any thread. */
    void closeForStop() {
        lock.lock();
        try {
            close(CloseReason.SERVER_STOPPING);
            passOn();
        } finally {
            lock.unlock();
        }
    }

    // ---- For the core.

    @Override
    public int write(ByteBuffer bytes) {
        output = bytes;
        return 0;
    }

    @Override
    public void resumeReading() {
        LockSupport.unpark(reader);
    }

    @Override
    public void shutdownOutput() {
        if (tls != null) {
            endingOutput = true;
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

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }
}
