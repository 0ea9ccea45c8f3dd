package dev.muxbench.cli;

import dev.muxbench.core.ServerConfig;
import dev.muxbench.core.spi.Backend;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a server is there: on standard output for who has started it, in the log for who operates it.
 *
 * <p>Threads: one.
 */
final class Announcement {
    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    private Announcement() {}

    /** @param chosen what was configured, in one line */
    static void of(Backend started, String backendName, ServerConfig config, String chosen, PrintWriter out) {
        var address = HttpEndpoint.display(started.address());
        var memory = new ByteSize(config.memoryBoundBytes());
        out.printf("listening on %s, backend %s, %s%n", address, backendName, started.threads());
        out.printf("up to %d clients, memory for connections and logs stays under %s%n", config.maxClients(), memory);
        out.flush();
        LOG.info("listening on {}, backend {}, {}", address, backendName, started.threads());
        LOG.info("up to {} clients, memory for connections and logs stays under {}", config.maxClients(), memory);
        LOG.info("configuration: {}", chosen);
    }
}
