package dev.muxbench.blocking;

import dev.muxbench.core.spi.Server;
import dev.muxbench.tls.TlsSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts that the connections of one backend share. Threads: any.
 *
 * @param provider    of the threads
 * @param server      whose {@link Server#fail} gets failures
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

    /** Returns a thread whose failures end the server. */
    Thread newThread(String name, Runnable work) {
        return provider.newThread(name, guarded(server, work));
    }

    /** Passes failures on to the server. Otherwise the thread would end in silence, and a thread that waits for it would wait for ever. */
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
