package dev.muxbench.blocking;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The main thread of a connection. The writer makes turns under the connection's lock. Outside the lock it writes what turns have left to
 * it, and sleeps while there is nothing to do.
 *
 * <p>Threads: its own, except {@link #unpark()}, which is for any, and the methods for a thread that holds the lock.
 */
final class Writer extends WakeUps.Sleeper implements Runnable {
    private static final ByteBuffer[] NOTHING = {};
    private static final long NONE = Long.MAX_VALUE;

    private final BlockingConnection connection;
    private final Shared shared;
    private final Loop core;
    private final ReentrantLock lock; // the connection's
    private final ByteStream stream;
    private final @Nullable BlockingTls tls;
    private final Work work;
    private final Thread thread;

    // Guarded by the lock:
    private ByteBuffer[] output = NOTHING; // to be written, until that is done
    private int outputCount; // of these
    private boolean outside; // waits without the lock, for the socket
    private boolean asleep;
    private boolean wroteSinceTick;
    private boolean endingOutput; // with TLS: the peer must be told
    private boolean takingLeave; // with TLS: the peer is told before the close
    private long deadlineNanos = NONE; // of what it waits for outside of a session: the socket is closed then

    Writer(BlockingConnection connection, Shared shared, Loop core, ReentrantLock lock, ByteStream stream) {
        this.connection = connection;
        this.shared = shared;
        this.core = core;
        this.lock = lock;
        this.stream = stream;
        this.tls = stream instanceof BlockingTls encrypted ? encrypted : null;
        this.work = new Work(shared.crowding());
        this.thread = shared.newThread("writer", this);
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        lock.lock();
        try {
            connection.begin(tls == null || isEncrypted(tls));
            while (!connection.isOver()) {
                connection.turn();
                if (connection.isToBeClosed()) {
                    close();
                } else if (outputCount > 0) {
                    write();
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
        shared.connections().remove(connection);
    }

    // ---- Outside the lock.

    /** Makes the handshake. Returns false if it has failed. */
    private boolean isEncrypted(BlockingTls with) {
        boolean[] done = {false};
        waitOutside(with.source().handshakeTimeout(), () -> done[0] = with.handshake());
        return done[0] && connection.closeReason() == null;
    }

    /** Tells the peer that there is no more. */
    private void endOutput() {
        endingOutput = false;
        waitOutside(
                shared.server().lingerTimeout(),
                () -> Objects.requireNonNull(tls).endOutput());
    }

    /** Waits, at most for a limit. */
    private void waitOutside(Duration limit, Runnable waiting) {
        outside = true;
        deadlineNanos = System.nanoTime() + limit.toNanos();
        connection.watch();
        unlocked(waiting);
        outside = false;
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
     * Lets all other threads run first, if this writer must wake more writers. So readers publish their input before those writers send
     * it, and one write takes more lines.
     */
    private void letOthersGo() {
        if (isToGoOn(shared.wakeUps())) {
            shared.provider().giveWayBetweenParts();
            shared.wakeUps().goOn();
        } else if (shared.crowding().isCrowded()) {
            BlockingProvider.giveWay();
        }
    }

    private void write() {
        var runs = output;
        int count = outputCount;
        int done = -1;
        outside = true;
        wroteSinceTick = true;
        connection.watch(); // it may take long, and there may be news meanwhile
        lock.unlock();
        try {
            done = stream.write(runs, count);
            work.done(done);
        } catch (IOException e) {
            connection.onFailure(e);
        } finally {
            lock.lock();
            outside = false;
        }
        if (done < 0) {
            connection.closeAfterFailure();
        } else if (connection.closeReason() != null) {
            outputCount = 0;
        } else if (runs[count - 1].hasRemaining()) {
            connection.inbound().onProgress(done);
        } else {
            outputCount = 0;
            connection.inbound().onWritable(done);
        }
    }

    private void close() {
        outputCount = 0;
        if (tls != null && connection.closeReason() == CloseReason.CLIENT_LEFT) {
            takingLeave = true; // only a peer that has been sent everything is told that this is the end
            endOutput();
        }
        connection.closeNow();
    }

    // ---- For whoever holds the lock.

    /** Leaves runs to the writer, which writes them next. */
    void leave(ByteBuffer[] runs, int count) {
        output = runs;
        outputCount = count;
    }

    /** Makes the writer tell the peer that there is no more, after all is written. */
    void leaveEndOfOutput() {
        endingOutput = true;
    }

    /** Wakes the writer if a turn of another thread has left something to it. */
    void wakeIfNeeded() {
        if (connection.closeReason() != null && outside && !takingLeave) {
            connection.closeSocket(); // ends the write
        }
        if (asleep && (outputCount > 0 || endingOutput || connection.closeReason() != null || !core.prepareToSleep())) {
            unpark();
        }
    }

    /** True if the writer has waited too long for something outside of a session. */
    boolean isOverdue() {
        return deadlineNanos != NONE && System.nanoTime() - deadlineNanos >= 0;
    }

    /** True if the writer has something to write and has not begun. */
    boolean isLate() {
        return outputCount > 0 && !outside;
    }

    boolean isOutside() {
        return outside;
    }

    /** True if the writer has written something since the last call. */
    boolean hasWritten() {
        boolean written = wroteSinceTick;
        wroteSinceTick = false;
        return written;
    }

    @Override
    void unpark() {
        LockSupport.unpark(thread);
    }
}
