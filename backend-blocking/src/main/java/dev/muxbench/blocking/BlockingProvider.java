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
     * Lets all others go first. A virtual thread keeps its carrier until it waits: who may go on for ever has to do this now and then.
     *
     * <p>Not {@link Thread#yield}: a carrier runs what its own threads have queued before it looks for what pollers and timers
     * have made runnable, and some threads that yield in turns would keep it from that.
     */
    static void giveWay() {
        LockSupport.parkNanos(1);
    }

    /** Lets others go first between two parts of what {@link WakeUps} wakes. */
    void giveWayBetweenParts() {
        giveWay();
    }

    abstract Thread newThread(String threadName, Runnable work);

    /** As in {@link Backend#threads()}. */
    abstract String threads();

    /** Before the first thread of a server. */
    abstract void prepare(int ioThreads) throws IOException;

    @Override
    public final Backend start(Server server, BackendOptions options) throws IOException {
        prepare(options.ioThreads());
        return BlockingBackend.start(this, server, options);
    }
}
