package dev.muxbench.blocking;

import dev.muxbench.core.spi.Server;
import dev.muxbench.tls.TlsSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one backend have in common. Threads: any.
 *
 * @param provider    of the threads
 * @param server      that is told of failures
 * @param tls         null for plain text
 * @param connections all that are not closed
 */
record Shared(
        BlockingProvider provider,
        Server server,
        @Nullable TlsSource tls,
        Ticker ticker,
        Crowding crowding,
        WakeUps wakeUps,
        Set<BlockingConnection> connections) {

    /** One whose failures are the server's. */
    Thread newThread(String name, Runnable work) {
        return provider.newThread(name, guarded(server, work));
    }

    /** Else its thread would end, and whoever waits for it would wait for ever. */
    static Runnable guarded(Server server, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                server.fail(e);
            }
        };
    }
}
