package dev.muxbench.testkit;

import dev.muxbench.core.IoLoop;
import dev.muxbench.core.Session;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes what it is given in pieces, at once or later, or not for a while; and that checks that the core keeps
 * the contract: no second write before the first is done, no memory changed meanwhile, nothing after the close.
 *
 * <p>Threads: the simulation's.
 */
final class SimulatedConnection implements Connection {
    private final Random random;
    private final boolean steady; // takes everything at once
    private @Nullable Session session;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private ByteBuffer input = ByteBuffer.allocate(0); // not read by the server yet
    private boolean inputEnds;
    private boolean inputEnded;
    private boolean resets;
    private boolean paused;

    private @Nullable ByteBuffer pending; // taken over, done later
    private byte[] pendingCopy = {};
    private boolean waitsForRoom; // took a part
    private int stalledTurns;
    private boolean outputShut;

    private @Nullable CloseReason closeReason;
    private boolean closed;

    SimulatedConnection(Random random, boolean steady) {
        this.random = random;
        this.steady = steady;
    }

    void open(IoLoop core) {
        session = core.accept(this);
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }

    // ---- What the client does.

    void give(String text) {
        give(text.getBytes(StandardCharsets.UTF_8));
    }

    void give(byte[] bytes) {
        if (!inputEnds) {
            input = ByteBuffer.allocate(input.remaining() + bytes.length)
                    .put(input)
                    .put(bytes)
                    .flip();
        }
    }

    void endInput() {
        inputEnds = true;
    }

    void reset() {
        resets = true;
        inputEnds = true;
    }

    /** It takes nothing for so many turns of its loop. */
    void stallFor(int turns) {
        stalledTurns = steady ? 0 : turns;
    }

    boolean isOpen() {
        return !closed && closeReason == null && !inputEnds;
    }

    boolean wasReset() {
        return resets;
    }

    boolean hasUnreadInput() {
        return input.hasRemaining();
    }

    List<String> lines() {
        return received.toString(StandardCharsets.UTF_8).lines().toList();
    }

    boolean endsWithWholeLine() {
        var bytes = received.toByteArray();
        return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
    }

    List<String> linesAfter(String line) {
        var all = lines();
        return all.subList(all.indexOf(line) + 1, all.size());
    }

    // ---- What its loop does.

    boolean isReady() {
        return closeReason == null
                && (resets
                        || canRead()
                        || (stalledTurns == 0 && (waitsForRoom || pending != null))
                        || stalledTurns > 0);
    }

    private boolean canRead() {
        return !paused && !inputEnded && (input.hasRemaining() || inputEnds);
    }

    void handleEvents() {
        if (closeReason == null && resets && random.nextInt(4) == 0) {
            close(CloseReason.IO_ERROR);
        }
        if (closeReason == null && stalledTurns > 0) {
            stalledTurns--;
        } else if (closeReason == null && (waitsForRoom || pending != null) && random.nextInt(3) > 0) {
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

    /** The memory was read by somebody else until now: it must not have changed. */
    private int takePending() {
        var bytes = pending;
        if (bytes == null) {
            return 0;
        }
        pending = null;
        var now = new byte[bytes.remaining()];
        bytes.get(now);
        Simulation.require(Arrays.equals(now, pendingCopy), "memory was changed before its write was done");
        received.writeBytes(now);
        return now.length;
    }

    private void read() {
        int budget = session().readBudget();
        if (budget == 0) {
            paused = true;
            return;
        }
        if (!input.hasRemaining()) {
            inputEnded = true;
            session().onEndOfInput();
            return;
        }
        int most = Math.min(budget, input.remaining());
        int count = random.nextInt(3) == 0 ? most : 1 + random.nextInt(most);
        var piece = ByteBuffer.allocateDirect(count)
                .put(input.slice(input.position(), count))
                .flip();
        input.position(input.position() + count);
        session().onBytes(piece);
        Simulation.require(!piece.hasRemaining(), "input was not consumed");
    }

    @Override
    public int write(ByteBuffer bytes) {
        Simulation.require(!closed, "a write after the close");
        Simulation.require(pending == null && !waitsForRoom, "a second write before the first was done");
        Simulation.require(!outputShut, "a write after the output was shut down");
        Simulation.require(bytes.hasRemaining(), "a write of nothing");
        if (closeReason != null) {
            return 0;
        }
        int kind = steady ? 0 : stalledTurns > 0 ? 2 + random.nextInt(2) : random.nextInt(4);
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
        return take(bytes, stalledTurns > 0 ? 0 : random.nextInt(bytes.remaining()));
    }

    private int takeLater(ByteBuffer bytes) {
        pending = bytes.duplicate();
        pendingCopy = new byte[bytes.remaining()];
        bytes.duplicate().get(pendingCopy);
        return 0;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public void shutdownOutput() {
        Simulation.require(!outputShut, "output was shut down twice");
        outputShut = true;
        inputEnds = true; // the client sees the end and closes, too
    }

    @Override
    public void close(CloseReason reason) {
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
        Simulation.require(!closed, "closed twice");
        closed = true;
        session().onClosed(closeReason);
        return true;
    }

    @Override
    public String remoteAddress() {
        return "simulated";
    }
}
