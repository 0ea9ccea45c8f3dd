package dev.muxbench.blocking;

import dev.muxbench.core.spi.Availability;

/**
 * {@code platform-threads}: threads of the operating system. For comparison. {@code options.ioThreads()} has no meaning here: the
 * number of threads follows from the number of connections.
 */
public final class PlatformThreadsProvider extends BlockingProvider {
    private static final long STACK_BYTES = 256 << 10; // of address space

    public PlatformThreadsProvider() {
        super("platform-threads");
    }

    @Override
    public Availability availability() {
        return new Availability.Available("blocking system calls");
    }

    @Override
    void prepare(int ioThreads) {}

    @Override
    Thread newThread(String threadName, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name(threadName)
                .stackSize(STACK_BYTES)
                .unstarted(work);
    }

    @Override
    String threads() {
        return "2 threads for each connection";
    }
}
