package dev.muxbench.blocking;

import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.Server;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** One kind of threads. Threads: any. */
abstract class BlockingProvider implements BackendProvider {
    private final String name;

    BlockingProvider(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    /**
     * Lets all other threads run first. A virtual thread keeps its carrier until it waits, so a thread that may go on for ever must call
     * this now and then.
     *
     * <p>{@link Thread#yield} is not enough, because a carrier runs what its own threads have queued before it looks for what pollers and
     * timers have made runnable. A few threads that yield in turns would keep the carrier from looking.
     */
    static void giveWay() {
        LockSupport.parkNanos(1);
    }

    /** Lets other threads run between two parts of what {@link WakeUps} wakes. */
    void giveWayBetweenParts() {
        giveWay();
    }

    abstract Thread newThread(String threadName, Runnable work);

    /** As in {@link Backend#threads()}. */
    abstract String threads();

    /** Called before a server's first thread starts. */
    abstract void prepare(int ioThreads) throws IOException;

    @Override
    public final Backend start(Server server, BackendOptions options) throws IOException {
        prepare(options.ioThreads());
        return BlockingBackend.start(this, server, options);
    }
}
