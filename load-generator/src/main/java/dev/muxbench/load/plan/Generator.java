package dev.muxbench.load.plan;

import dev.muxbench.load.net.Transport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the generator uses of its own machine, and how well it must keep to its plan there.
 *
 * @param threads   workers; {@link #AUTO} for as many as it takes
 * @param cpus      that the workers are pinned to, one after the other; the system's choice if there are none
 * @param transport of its connections
 * @param mostLate  the 99th percentile of its own delay that figures can stand; null for one that goes with the latency
 */
public record Generator(
        int threads,
        List<Integer> cpus,
        Transport transport,
        @Nullable Duration mostLate) {
    /** A number of workers: one at first, and more while these have no time left and a core is idle. */
    public static final int AUTO = 0;

    public Generator {
        cpus = List.copyOf(cpus);
    }

    /** Creates a generator that is not pinned to CPUs. */
    public Generator(int threads, Transport transport) {
        this(threads, List.of(), transport, null);
    }

    Generator withThreads(int number) {
        return new Generator(number, cpus, transport, mostLate);
    }

    Generator pinnedTo(List<Integer> numbers) {
        return new Generator(threads, numbers, transport, mostLate);
    }
}
