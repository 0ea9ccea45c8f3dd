package dev.muxbench.blocking;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;

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

    /** A virtual thread keeps its carrier until it waits: who may go on for long has to do this now and then. */
    @SuppressWarnings("ThreadPriorityCheck") // for fairness, not for correctness
    static void letOthersGo() {
        Thread.yield();
    }

    abstract Thread newThread(String threadName, Runnable work);

    /** As in {@link Backend#threads()}. */
    abstract String threads();

    /** Before the first thread of a server. */
    abstract void prepare(int ioThreads) throws IOException;

    @Override
    public final Backend start(ChatServer server, BackendOptions options) throws IOException {
        prepare(options.ioThreads());
        return BlockingBackend.start(this, server, options);
    }
}
