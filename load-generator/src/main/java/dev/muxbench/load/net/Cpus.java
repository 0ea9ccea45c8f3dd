package dev.muxbench.load.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** Which of the machine's CPUs a thread runs on. Linux only. Threads: any. */
public final class Cpus {
    private static final int MOST = 1024; // of a cpu_set_t

    private Cpus() {}

    public static boolean canPin() {
        return EpollNetwork.isAvailable();
    }

    /**
     * This thread runs on that one only from now on (sched_setaffinity(2)).
     *
     * @throws IOException if there is none of that number, or it is not this process's
     */
    public static void pinTo(int cpu) throws IOException {
        if (cpu < 0 || cpu >= MOST) {
            throw new IOException("there is no CPU " + cpu);
        }
        try (var arena = Arena.ofConfined()) {
            var mask = arena.allocate(MOST / Byte.SIZE, Long.BYTES);
            mask.set(ValueLayout.JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            var linux = new Linux(arena);
            if (linux.setAffinity(mask) != 0) {
                throw new IOException("cannot run on CPU " + cpu + ": "
                        + linux.failure("sched_setaffinity").getMessage());
            }
        }
    }
}
