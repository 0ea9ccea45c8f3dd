package dev.muxbench.experiment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** A server under a load. Threads: one. */
public sealed interface Server extends AutoCloseable permits StartedServer, RemoteServer {
    /** A server does not listen; the message says why. */
    final class StartFailure extends IOException {
        private static final long serialVersionUID = 1L;

        StartFailure(String message) {
            super(message);
        }

        StartFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    InetSocketAddress address();

    /** Adds what the start took; nothing if the server was there before. */
    void addStartTo(Map<String, Double> figures);

    /** Returns what is known about the server, as in a trial. */
    Map<String, String> about();

    boolean isAlive();

    /** Returns the last lines of the server's log. */
    String lastLogLines();

    @Override
    void close();
}
