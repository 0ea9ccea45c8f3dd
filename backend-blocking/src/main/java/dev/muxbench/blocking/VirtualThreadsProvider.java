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

    public VirtualThreadsProvider() {
        super("virtual-threads");
    }

    @Override
    public Availability availability() {
        return new Availability.Available("virtual threads and the poller of the JDK");
    }

    @Override
    void prepare(int ioThreads) throws IOException {
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
