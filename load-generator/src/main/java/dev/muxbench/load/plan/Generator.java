package dev.muxbench.load.plan;

import dev.muxbench.load.net.Transport;
import java.util.List;

/**
 * What the generator uses of its own machine.
 *
 * @param threads   workers; {@link #AUTO} for as many as it takes
 * @param cpus      that the workers are pinned to, one after the other; the system's choice if there are none
 * @param transport of its connections
 */
public record Generator(int threads, List<Integer> cpus, Transport transport) {
    /** As workers: one, and more while those have no time left and there are idle cores. */
    public static final int AUTO = 0;

    public Generator {
        cpus = List.copyOf(cpus);
    }

    /** Not pinned. */
    public Generator(int threads, Transport transport) {
        this(threads, List.of(), transport);
    }

    Generator withThreads(int number) {
        return new Generator(number, cpus, transport);
    }
}
