package dev.muxbench.testkit;

import dev.muxbench.core.Session;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that a client has sent and the server has not read. Threads: the simulation's. */
final class SimulatedInput {
    private static final int CAPACITY = 64 << 10;

    private byte[] bytes = new byte[1024];
    private int from;
    private int to;
    private final ByteBuffer piece;

    /** @param direct whether the server reads from direct memory */
    SimulatedInput(boolean direct) {
        piece = direct ? ByteBuffer.allocateDirect(CAPACITY) : ByteBuffer.allocate(CAPACITY);
    }

    void add(byte[] more) {
        if (to + more.length > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, from, from + 2 * (size() + more.length));
            to -= from;
            from = 0;
        }
        System.arraycopy(more, 0, bytes, to, more.length);
        to += more.length;
    }

    int size() {
        return to - from;
    }

    /** The server reads; afterwards the memory is used for something else, so nothing of it may have been kept. */
    void handOver(int count, Session session) {
        piece.clear().put(bytes, from, count).flip();
        from += count;
        session.onBytes(piece);
        Simulation.require(!piece.hasRemaining(), "input was not consumed");
        piece.clear();
        for (int i = 0; i < count; i++) {
            piece.put(i, (byte) '#');
        }
    }
}
