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
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and a loop of the core for it alone.
 *
 * <p>The {@link Reader} waits for input, the writer for something to send. Each makes a turn of the loop after its event, as does the
 * {@link Ticker}; turns are made under the lock, and the lock is given back before anything waits. What a turn wants to write is
 * left to the writer, which does that outside the lock: meanwhile more lines gather for its next write.
 *
 * <p>Threads: as said with each method.
 */
final class BlockingConnection extends WakeUps.Sleeper implements Connection {
    private static final ByteBuffer[] NOTHING = {};
    private static final long NONE = Long.MAX_VALUE;

    private final Shared shared;
    private final SocketChannel channel;
    private final ByteStream stream;
    private final @Nullable BlockingTls tls;
    private final Loop core;
    private final Thread reader;
    private final Thread writer;
    private final Work work;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private @Nullable Inbound inbound; // null until the writer has begun
    private @Nullable CloseReason closeReason; // null while open
    private ByteBuffer[] output = NOTHING; // what the writer has to write, until that is done
    private int outputCount; // of these
    private boolean writing; // outside the lock
    private boolean asleep; // the writer is
    private boolean closed;
    private boolean watched; // by the ticker
    private boolean wroteSinceTick;
    private boolean endingOutput; // with TLS: the writer has to say so
    private boolean takingLeave; // with TLS: it says so before it closes
    private long deadlineNanos = NONE; // of what the writer waits for outside of a session: the socket is closed then

    BlockingConnection(Shared shared, SocketChannel channel) {
        this.shared = shared;
        this.channel = channel;
        this.tls = shared.tls() == null ? null : new BlockingTls(shared.tls(), channel);
        this.stream = tls == null ? new ByteStream.Plain(channel) : tls;
        this.work = new Work(shared.crowding());
        this.reader = shared.newThread("reader", new Reader(this, stream, shared.crowding()));
        this.writer = shared.newThread("writer", this::write);
        this.core = shared.server().openLoop(() -> shared.wakeUps().wake(this));
    }

    Thread writer() {
        return writer;
    }

    private Inbound inbound() {
        return Objects.requireNonNull(inbound);
    }

    /** The acceptor. */
    void start() {
        shared.connections().add(this);
        boolean started = false;
        try {
            writer.start();
            started = true;
        } finally {
            if (!started) {
                shared.connections().remove(this);
                core.close();
            }
        }
    }

    // ---- The writer.

    private void write() {
        lock.lock();
        try {
            if (tls != null && !isEncrypted(tls)) {
                Sockets.closeQuietly(channel);
                core.refused(closeReason == null ? CloseReason.TLS_FAILED : closeReason);
                closed = true;
            } else {
                inbound = core.accept(this);
                startReader();
            }
            while (!closed || !core.isEmpty()) {
                turn();
                if (closeReason != null && !closed) {
                    closeNow();
                } else if (outputCount > 0) {
                    writeOutput();
                } else if (endingOutput) {
                    endOutput();
                } else if (core.prepareToSleep()) {
                    sleep();
                } else if (core.sleepNanos() == 0) {
                    unlocked(BlockingProvider::giveWay); // there is more to do, but not at once
                }
            }
            core.close();
        } finally {
            lock.unlock();
        }
        shared.connections().remove(this);
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
        waitOutside(with.source().handshakeTimeout(), () -> done[0] = with.handshake());
        return done[0] && closeReason == null;
    }

    /** Says that there is no more, outside the lock. */
    private void endOutput() {
        endingOutput = false;
        waitOutside(
                shared.server().lingerTimeout(),
                () -> Objects.requireNonNull(tls).endOutput());
    }

    /** Lets the writer wait without the lock, but not for ever. */
    private void waitOutside(Duration limit, Runnable waiting) {
        writing = true;
        deadlineNanos = System.nanoTime() + limit.toNanos();
        watch();
        unlocked(waiting);
        writing = false;
        deadlineNanos = NONE;
    }

    private void unlocked(Runnable step) {
        lock.unlock();
        try {
            step.run();
        } finally {
            lock.lock();
        }
    }

    private void sleep() {
        asleep = true;
        fallAsleep();
        lock.unlock();
        try {
            LockSupport.park(this);
            letOthersGo();
        } finally {
            lock.lock();
        }
        asleep = false;
        work.begin();
        core.awake();
    }

    /**
     * Once woken, a writer that is to wake more writers lets all others go first. So the readers publish what has come before those
     * writers send it, and a write takes more lines.
     */
    private void letOthersGo() {
        if (isToGoOn(shared.wakeUps())) {
            BlockingProvider.giveWay();
            shared.wakeUps().goOn();
        } else if (shared.crowding().isCrowded()) {
            BlockingProvider.giveWay();
        }
    }

    private void writeOutput() {
        var runs = output;
        int count = outputCount;
        int done = -1;
        writing = true;
        wroteSinceTick = true;
        watch(); // it may take long, and there may be news meanwhile
        lock.unlock();
        try {
            done = stream.write(runs, count);
            work.done(done);
        } catch (IOException e) {
            onFailure(e);
        } finally {
            lock.lock();
            writing = false;
        }
        if (done < 0) {
            close(reasonOfFailure());
        } else if (closeReason != null) {
            outputCount = 0;
        } else if (runs[count - 1].hasRemaining()) {
            inbound().onProgress(done);
        } else {
            outputCount = 0;
            inbound().onWritable(done);
        }
    }

    private void closeNow() {
        outputCount = 0;
        if (tls != null && closeReason == CloseReason.CLIENT_LEFT) {
            takingLeave = true; // only who has been sent everything is told that this is the end
            endOutput();
        }
        Sockets.closeQuietly(channel);
        LockSupport.unpark(reader);
        inbound().onClosed(Objects.requireNonNull(closeReason));
        closed = true;
    }

    /** Any thread. */
    @Override
    void unpark() {
        LockSupport.unpark(writer);
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
        var _ = makeTurn(() -> close(reasonOfFailure()));
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
            passOn();
            return true;
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
            shared.ticker().watch(this);
        }
    }

    /** After a turn that the writer did not make: leaves to it what is to be done. */
    private void passOn() {
        if (closeReason != null && writing && !takingLeave) {
            Sockets.closeQuietly(channel); // ends the write
        }
        if (asleep && (outputCount > 0 || endingOutput || closeReason != null || !core.prepareToSleep())) {
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
                Sockets.closeQuietly(channel); // ends what the writer waits for
            }
            if (outputCount > 0 && !writing) {
                return; // the writer has not come to it: that is no client's fault, so no time goes by for the client
            }
            if (core.sleepNanos() == Long.MAX_VALUE && !writing) {
                if (!wroteSinceTick) {
                    watched = false;
                    shared.ticker().unwatch(this);
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
    public int write(ByteBuffer[] runs, int count) {
        output = runs;
        outputCount = count;
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
        return Sockets.peer(channel);
    }
}
