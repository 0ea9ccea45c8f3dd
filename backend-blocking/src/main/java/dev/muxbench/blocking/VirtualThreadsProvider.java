package dev.muxbench.blocking;

import dev.muxbench.core.spi.Availability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * {@code virtual-threads}: many on few carriers, the platform threads that run them. {@code options.ioThreads()} is the number of
 * carriers. These belong to the whole JVM: the last start decides, unless {@value #PARALLELISM} was set from outside.
 */
public final class VirtualThreadsProvider extends BlockingProvider {
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /**
     * How many pollers wait for input, each of them a virtual thread: a power of two, read by the JDK when a virtual thread waits for a
     * socket first. With more than one a carrier, one is left waiting while the others keep the carrier busy, and so are its readers.
     */
    private static final String READ_POLLERS = "jdk.readPollers";

    /** For so long a carrier may run what its own threads have made runnable, before somebody waits for a timer. */
    private static final long MOST_INSIDE_NANOS = 2_000_000;

    private volatile long outsideNanos = System.nanoTime(); // when somebody has last waited for a timer

    public VirtualThreadsProvider() {
        super("virtual-threads");
    }

    @Override
    public Availability availability() {
        return new Availability.Available("virtual threads and the poller of the JDK");
    }

    @Override
    void prepare(int ioThreads) throws IOException {
        if (System.getProperty(READ_POLLERS) == null) {
            System.setProperty(READ_POLLERS, String.valueOf(Integer.highestOneBit(ioThreads)));
        }
        if (System.getProperty(PARALLELISM) != null) {
            return;
        }
        try {
            scheduler().setParallelism(ioThreads);
        } catch (IllegalArgumentException e) {
            throw new IOException("this JVM allows no " + ioThreads + " carriers of virtual threads"
                    + " (see jdk.virtualThreadScheduler.maxPoolSize)");
        }
    }

    /** A timer wakes a thread of the system, which costs as much as some ten writes. */
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread that yields goes behind all that its carrier has to run
    void giveWayBetweenParts() {
        if (System.nanoTime() - outsideNanos < MOST_INSIDE_NANOS) {
            Thread.yield();
        } else {
            giveWay();
            outsideNanos = System.nanoTime();
        }
    }

    @Override
    Thread newThread(String threadName, Runnable work) {
        return Thread.ofVirtual().name(threadName).unstarted(work);
    }

    @Override
    String threads() {
        int carriers = scheduler().getParallelism();
        return "2 virtual threads for each connection, " + carriers + (carriers == 1 ? " carrier" : " carriers");
    }

    private static VirtualThreadSchedulerMXBean scheduler() {
        return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    }
}
