package dev.muxbench.experiment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** What a load is put on. Threads: one. */
public sealed interface Server extends AutoCloseable permits StartedServer, RemoteServer {
    /** It does not listen; the message says why. */
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

    /** What its start took; nothing if it was there before. */
    void addStartTo(Map<String, Double> figures);

    /** What is known about it, as in a trial. */
    Map<String, String> about();

    boolean isAlive();

    /** Its last words. */
    String lastLogLines();

    @Override
    void close();
}
