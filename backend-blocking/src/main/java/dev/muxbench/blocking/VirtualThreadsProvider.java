package dev.muxbench.blocking;

import dev.muxbench.core.spi.Availability;

/** {@code virtual-threads}: JEP 444. */
public final class VirtualThreadsProvider extends BlockingProvider {
    public VirtualThreadsProvider() {
        super("virtual-threads");
    }

    @Override
    public Availability availability() {
        return new Availability.Available("virtual threads and the poller of the JDK, " + carriers());
    }

    @Override
    Thread newThread(String threadName, Runnable work) {
        return Thread.ofVirtual().name(threadName).unstarted(work);
    }

    @Override
    String threads() {
        return "2 virtual threads for each connection, " + carriers();
    }

    private static String carriers() {
        int carriers = Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
        return carriers + (carriers == 1 ? " carrier" : " carriers");
    }
}
