package dev.muxbench.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Runs of memory that were given to a connection to write, and are read later: until then they must not change. Threads: the
 * simulation's.
 */
final class SimulatedWrite {
    private final ByteBuffer[] runs;
    private final byte[] copy;
    private int taken;

    SimulatedWrite(ByteBuffer[] runs, int count) {
        this.runs = new ByteBuffer[count];
        Arrays.setAll(this.runs, i -> runs[i].duplicate());
        this.copy = bytes(Integer.MAX_VALUE);
        Arrays.setAll(this.runs, i -> runs[i].duplicate());
    }

    int remaining() {
        return copy.length - taken;
    }

    byte[] take(int count) {
        var now = bytes(count);
        Simulation.require(
                Arrays.equals(now, 0, count, copy, taken, taken + count),
                "memory was changed before its write was done");
        taken += count;
        return now;
    }

    /** The next ones, at most so many. */
    private byte[] bytes(int most) {
        var all = new ByteArrayOutputStream();
        for (var run : runs) {
            var part = new byte[Math.min(run.remaining(), most - all.size())];
            run.get(part);
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
