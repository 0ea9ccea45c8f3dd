package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.FatalHandler;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Where a contract runs, which decides what a socket is and how time passes. Made for one test. Threads: the test's, and those of what it
 * {@linkplain #run runs} beside.
 */
interface World {
    /** A time that also a busy machine does not need. */
    Duration PATIENCE = Duration.ofMinutes(1);

    /** A chat that has this world's clock. */
    ChatServer newChat(ServerConfig config, FatalHandler fatalHandler);

    Backend start(ChatServer chat, BackendOptions options) throws IOException;

    /** A client's, that is not connected yet. */
    Socket newSocket();

    /** Begins to do something meanwhile. */
    Background run(Runnable task);

    /** Waits until it is so. Fails after so long. */
    void await(Duration patience, BooleanSupplier condition);

    default void await(BooleanSupplier condition) {
        await(PATIENCE, condition);
    }

    /** Not to wait for anything: that time goes by is what is tested. */
    void letPass(Duration time);

    long nanoTime();

    /** The test is over, and its servers and clients are closed. */
    void close();
}
