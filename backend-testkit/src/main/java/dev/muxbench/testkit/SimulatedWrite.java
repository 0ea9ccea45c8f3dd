package dev.muxbench.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Memory that was given to a connection to write, and is read later: until then it must not change. Threads: the simulation's. */
final class SimulatedWrite {
    private final ByteBuffer bytes;
    private final byte[] copy;
    private int taken;

    SimulatedWrite(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
        this.copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
    }

    int remaining() {
        return bytes.remaining();
    }

    byte[] take(int count) {
        var now = new byte[count];
        bytes.get(now);
        Simulation.require(
                Arrays.equals(now, 0, count, copy, taken, taken + count),
                "memory was changed before its write was done");
        taken += count;
        return now;
    }
}
