package dev.muxbench.blocking;

import dev.muxbench.core.spi.Availability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * {@code virtual-threads}: many virtual threads on few carriers, the platform threads that run them. {@code options.ioThreads()} is the number of
 * carriers. These belong to the whole JVM: the last start decides, unless {@value #PARALLELISM} was set from outside.
 */
public final class VirtualThreadsProvider extends BlockingProvider {
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /**
     * The number of pollers that wait for input, each of them a virtual thread: a power of two. The JDK reads it when a virtual thread
     * first waits for a socket. With more than one poller for each carrier, one poller is left waiting, with all of its readers, while
     * another keeps the carrier busy.
     */
    private static final String READ_POLLERS = "jdk.readPollers";

    /** How long a carrier may run what its own threads have made runnable, before a thread waits for a timer. */
    private static final long MOST_INSIDE_NANOS = 2_000_000;

    private volatile long outsideNanos = System.nanoTime(); // when a thread last waited for a timer

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

    /** Yields, and waits for a timer once in a while only, because a timer wakes an OS thread, which costs as much as ten writes. */
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
