package dev.muxbench.cli.serve;

import dev.muxbench.cli.http.HttpEndpoint;
import dev.muxbench.cli.option.ByteSize;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.relay.nats.NatsRelay;
import dev.muxbench.tls.TlsSource;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
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

    /**
     * @param tls    null for plain text
     * @param relay  null for a server that is alone
     * @param chosen what was configured, in one line
     * @param logged false if the log goes where standard output goes, and its lines are for people, too
     */
    static void of(
            Backend started,
            String backendName,
            ServerConfig config,
            @Nullable TlsSource tls,
            @Nullable NatsRelay relay,
            String chosen,
            PrintWriter out,
            boolean logged) {
        var listening = "listening on %s, backend %s, %s%s"
                .formatted(
                        HttpEndpoint.display(started.address()),
                        backendName,
                        started.threads(),
                        tls == null ? "" : ", TLS by " + tls.provider());
        long tlsBytes = tls == null ? 0 : TlsSource.memoryBoundBytes(config.maxClients());
        long bufferBytes = started.bufferBytes().getOrDefault("direct", 0L);
        long relayHeapBytes = relay == null ? 0 : NatsRelay.heapBoundBytes(config.highWaterBytes());
        long relayDirectBytes = relay == null ? 0 : config.relayedLogBytes();
        var bound = config.memoryBound().withHeap(tlsBytes + relayHeapBytes).withDirect(bufferBytes + relayDirectBytes);
        var limits =
                "up to %d clients, who need at most %s of heap (-Xmx) and %s of direct memory (-XX:MaxDirectMemorySize)"
                        .formatted(
                                config.maxClients(),
                                new ByteSize(bound.heapBytes()),
                                new ByteSize(bound.directBytes()));
        out.println(listening);
        out.println(limits);
        out.flush();
        if (logged) {
            LOG.info(listening);
            LOG.info(limits);
        }
        LOG.info("configuration: {}", chosen);
    }
}
