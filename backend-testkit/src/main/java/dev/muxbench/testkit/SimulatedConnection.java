package dev.muxbench.testkit;

import dev.muxbench.core.IoLoop;
import dev.muxbench.core.Session;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes what it is given in pieces, at once or later, or not for a while; and that checks that the core keeps
 * the contract: no second write before the first is done, no memory changed meanwhile, nothing after the close.
 *
 * <p>Threads: the simulation's.
 */
final class SimulatedConnection implements Connection {
    private final Random random;
    private final LongSupplier clockNanos;
    private final boolean steady; // takes everything at once
    private @Nullable Session session;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final SimulatedInput input;
    private boolean inputEnds;
    private boolean inputEnded;
    private boolean resets;
    private boolean paused;

    private @Nullable ByteBuffer pending; // taken over, done later
    private byte[] pendingCopy = {};
    private int pendingTaken; // of it
    private boolean waitsForRoom; // took a part
    private long stalledUntilNanos = Long.MIN_VALUE;
    private boolean outputShut;

    private @Nullable CloseReason closeReason;
    private boolean closedByCore;
    private boolean closed;

    SimulatedConnection(Random random, LongSupplier clockNanos, boolean steady) {
        this.random = random;
        this.clockNanos = clockNanos;
        this.steady = steady;
        this.input = new SimulatedInput(random.nextBoolean());
    }

    void open(IoLoop core) {
        session = core.accept(this);
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }

    // ---- What the client does.

    void give(byte[] bytes) {
        input.add(bytes);
    }

    void endInput() {
        inputEnds = true;
    }

    void reset() {
        resets = true;
        inputEnds = true;
    }

    /** It takes nothing for so long. */
    void stallFor(long nanos) {
        stalledUntilNanos = clockNanos.getAsLong() + nanos;
    }

    private boolean isStalled() {
        return clockNanos.getAsLong() < stalledUntilNanos;
    }

    /** It may send, and the server has not ended it. */
    boolean isOpen() {
        return closeReason == null && !inputEnds && !outputShut;
    }

    /** It ended before it was sent everything. */
    boolean wasCutOff() {
        return resets || wasEvicted();
    }

    boolean wasEvicted() {
        return closeReason == CloseReason.SLOW_CONSUMER;
    }

    int unreadInput() {
        return input.size();
    }

    /** All lines; what comes after the last LF is the last element, empty if there is nothing. */
    List<String> lines() {
        return List.of(received.toString(StandardCharsets.UTF_8).split("\n", -1));
    }

    // ---- What its loop does.

    boolean isReady() {
        return closeReason == null && (resets || canRead() || canCompleteWrite());
    }

    private boolean canRead() {
        return !paused && !inputEnded && (input.size() > 0 || inputEnds);
    }

    private boolean canCompleteWrite() {
        return !isStalled() && (waitsForRoom || pending != null);
    }

    void handleEvents() {
        if (closeReason == null && resets && random.nextInt(4) == 0) {
            closeReason = CloseReason.IO_ERROR;
        }
        if (closeReason == null && canCompleteWrite() && pending != null && random.nextInt(3) == 0) {
            progressWrite(pending);
        }
        if (closeReason == null && canCompleteWrite() && random.nextInt(3) > 0) {
            completeWrite();
        }
        if (closeReason == null && canRead() && (steady || random.nextInt(3) > 0)) {
            read();
        }
    }

    private void completeWrite() {
        waitsForRoom = false;
        int done = takePending();
        session().onWritable(done);
    }

    private void progressWrite(ByteBuffer bytes) {
        int done = takePending(bytes, random.nextInt(bytes.remaining()));
        session().onProgress(done);
    }

    private int takePending() {
        var bytes = pending;
        pending = null;
        return bytes == null ? 0 : takePending(bytes, bytes.remaining());
    }

    /** The memory was read by somebody else until now: it must not have changed. */
    private int takePending(ByteBuffer bytes, int count) {
        var now = new byte[count];
        bytes.get(now);
        Simulation.require(
                Arrays.equals(now, 0, count, pendingCopy, pendingTaken, pendingTaken + count),
                "memory was changed before its write was done");
        pendingTaken += count;
        received.writeBytes(now);
        return count;
    }

    private void read() {
        int budget = session().readBudget();
        if (budget == 0) {
            paused = true;
        } else if (input.size() == 0) {
            inputEnded = true;
            session().onEndOfInput();
        } else {
            int most = Math.min(budget, input.size());
            input.handOver(random.nextInt(3) == 0 ? most : 1 + random.nextInt(most), session());
        }
    }

    @Override
    public int write(ByteBuffer[] runs, int count) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            var run = new byte[runs[i].remaining()];
            runs[i].duplicate().get(run);
            all.writeBytes(run);
        }
        return write(ByteBuffer.wrap(all.toByteArray()));
    }

    private int write(ByteBuffer bytes) {
        Simulation.require(!closed && !closedByCore, "a write after the close");
        Simulation.require(pending == null && !waitsForRoom, "a second write before the first was done");
        Simulation.require(!outputShut, "a write after the output was shut down");
        Simulation.require(bytes.hasRemaining(), "a write of nothing");
        if (closeReason != null) {
            return 0;
        }
        int kind = steady ? 0 : isStalled() ? 2 + random.nextInt(2) : random.nextInt(4);
        return switch (kind) {
            case 0, 1 -> take(bytes, bytes.remaining());
            case 2 -> takePart(bytes);
            default -> takeLater(bytes);
        };
    }

    private int take(ByteBuffer bytes, int count) {
        var taken = new byte[count];
        bytes.get(taken);
        received.writeBytes(taken);
        return count;
    }

    private int takePart(ByteBuffer bytes) {
        waitsForRoom = true;
        return take(bytes, isStalled() ? 0 : random.nextInt(bytes.remaining()));
    }

    private int takeLater(ByteBuffer bytes) {
        pending = bytes.duplicate();
        pendingCopy = new byte[bytes.remaining()];
        bytes.duplicate().get(pendingCopy);
        pendingTaken = 0;
        return 0;
    }

    @Override
    public void resumeReading() {
        Simulation.require(!closed, "reading is resumed after the close");
        paused = false;
    }

    @Override
    public void shutdownOutput() {
        Simulation.require(!closed && !outputShut, "output was shut down twice or after the close");
        Simulation.require(pending == null && !waitsForRoom, "output was shut down before a write was done");
        outputShut = true;
        inputEnds |= random.nextBoolean(); // some clients close when they see the end, some have to be waited for
    }

    @Override
    public void close(CloseReason reason) {
        Simulation.require(!closed, "closed once more after the close");
        closedByCore = true;
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    /** The deferred part of closing; a completion that is outstanding comes first. Returns true when it is done. */
    boolean finishClosing() {
        if (closeReason == null) {
            return false;
        }
        takePending();
        closed = true;
        session().onClosed(closeReason);
        return true;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return null;
    }
}
