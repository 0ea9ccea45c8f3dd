package dev.muxbench.testkit;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
    private final SimulatedPeer peer;
    private @Nullable Inbound inbound;

    private final ByteQueue received = new ByteQueue();
    private final ByteQueue input = new ByteQueue();
    private final ByteBuffer readBuffer;
    private boolean inputEnds;
    private boolean inputEnded;
    private boolean resets;
    private boolean gone; // its socket is closed: what it is sent now is answered by a reset
    private boolean paused;

    private @Nullable SimulatedWrite pending; // taken over, done later
    private boolean waitsForRoom; // took a part
    private long stalledUntilNanos = Long.MIN_VALUE;
    private boolean outputShut;

    private @Nullable CloseReason closeReason;
    private boolean closedByCore;
    private boolean closed;
    private boolean tornByCore; // closed before all was read: the peer sees a reset

    SimulatedConnection(Random random, LongSupplier clockNanos, SimulatedPeer peer) {
        this.random = random;
        this.clockNanos = clockNanos;
        this.peer = peer;
        int bytes = Inbound.READ_BUDGET_BYTES;
        this.readBuffer = random.nextBoolean() ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    void open(Loop core) {
        inbound = core.accept(this);
    }

    private Inbound inbound() {
        return Objects.requireNonNull(inbound);
    }

    // ---- What the client does.

    void give(byte[] bytes) {
        input.add(bytes);
    }

    void endInput() {
        inputEnds = true;
    }

    /** The server notices some time, or finds an end of the input if there is one. */
    void reset() {
        resets = true;
    }

    /** Closes its socket; as in a kernel that is a reset if something is left in it that was not read. */
    void leave() {
        gone = true;
        if (received.size() > 0) {
            reset();
        } else {
            endInput();
        }
    }

    /** It takes nothing for so long. */
    void stallFor(long nanos) {
        stalledUntilNanos = clockNanos.getAsLong() + nanos;
    }

    private boolean isStalled() {
        return clockNanos.getAsLong() < stalledUntilNanos || room() == 0;
    }

    /** How many bytes the peer can be sent. */
    private int room() {
        return gone || resets ? Integer.MAX_VALUE : peer.window() - received.size();
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
        return closeReason == CloseReason.SLOW_CONSUMER
                || closeReason == CloseReason.STANDSTILL
                || closeReason == CloseReason.LOG_MEMORY;
    }

    int unreadInput() {
        return input.size();
    }

    /** Sent to it, and not read. */
    ByteQueue received() {
        return received;
    }

    /** The server sends nothing more than what is received already. */
    boolean isEnded() {
        return outputShut || closed;
    }

    /** The server takes nothing more; what was on its way is lost. */
    boolean isTorn() {
        return tornByCore;
    }

    boolean isClosed() {
        return closed;
    }

    /** All unread lines; what comes after the last LF is the last element, empty if there is nothing. */
    List<String> lines() {
        return List.of(received.toString().split("\n", -1));
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
        if (closeReason == null && canRead() && (peer.steady() || random.nextInt(3) > 0)) {
            read();
        }
    }

    private void completeWrite() {
        waitsForRoom = false;
        inbound().onWritable(takePending());
    }

    private void progressWrite(SimulatedWrite write) {
        inbound().onProgress(takePending(write, random.nextInt(write.remaining())));
    }

    /** As much as there is room for: a completion may be short. */
    private int takePending() {
        var write = pending;
        pending = null;
        return write == null ? 0 : takePending(write, write.remaining());
    }

    private int takePending(SimulatedWrite write, int most) {
        int count = Math.min(most, room());
        receive(write.take(count));
        return count;
    }

    private void read() {
        int budget = inbound().readBudget();
        if (budget == 0) {
            paused = true;
        } else if (input.size() == 0) {
            inputEnded = true;
            inbound().onEndOfInput();
        } else {
            int most = Math.min(budget, input.size());
            handOver(random.nextInt(3) == 0 ? most : 1 + random.nextInt(most));
        }
    }

    /** Afterwards the memory is used for something else, so nothing of it may have been kept. */
    private void handOver(int count) {
        input.take(readBuffer.clear(), count);
        inbound().onBytes(readBuffer.flip());
        Simulation.require(!readBuffer.hasRemaining(), "input was not consumed");
        readBuffer.clear();
        for (int i = 0; i < count; i++) {
            readBuffer.put(i, (byte) '#');
        }
    }

    @Override
    public int write(ByteBuffer[] runs, int count) {
        Simulation.require(!closed && !closedByCore, "a write after the close");
        Simulation.require(pending == null && !waitsForRoom, "a second write before the first was done");
        Simulation.require(!outputShut, "a write after the output was shut down");
        for (int i = 0; i < count; i++) {
            Simulation.require(runs[i].hasRemaining(), "a write of nothing");
        }
        if (closeReason != null) {
            return 0;
        }
        var write = new SimulatedWrite(runs, count);
        int kind = peer.steady() ? 0 : isStalled() ? 2 + random.nextInt(2) : random.nextInt(4);
        return switch (kind) {
            case 0, 1 -> take(write, write.remaining());
            case 2 -> take(write, isStalled() ? 0 : random.nextInt(write.remaining()));
            default -> takeLater(write);
        };
    }

    private int take(SimulatedWrite write, int most) {
        int count = Math.min(most, room());
        waitsForRoom = count < write.remaining();
        receive(write.take(count));
        return count;
    }

    private void receive(byte[] bytes) {
        if (gone) {
            resets = true;
        } else if (!resets) {
            received.add(bytes);
        }
    }

    private int takeLater(SimulatedWrite write) {
        pending = write;
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
        inputEnds |= peer.polite() && random.nextBoolean();
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
        tornByCore = input.size() > 0;
        inbound().onClosed(closeReason);
        return true;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return peer.address();
    }
}
