package dev.muxbench.relay.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server's cluster, and how NATS stores its data.
 *
 * @param servers     addresses of NATS, as {@code nats://HOST:PORT} or {@code tls://HOST:PORT}; any of them is enough
 * @param cluster     name of the cluster: letters, digits, {@code -} and {@code _}
 * @param credentials credentials file of NATS (JWT and seed); null for none
 * @param trusted     certificates (PEM) to trust for TLS to NATS; null for those of Java
 * @param retain      how long the stream keeps lines at most
 * @param mostBytes   size limit of the stream
 * @param replicas    replicas of the stream and the buckets: 1, 3 or 5
 * @param inMemory    true if NATS keeps the stream and the buckets only in memory
 */
public record NatsSettings(
        List<String> servers,
        String cluster,
        @Nullable Path credentials,
        @Nullable Path trusted,
        Duration retain,
        long mostBytes,
        int replicas,
        boolean inMemory) {
    String stream() {
        return "muxbench_" + cluster;
    }

    String bucket(String what) {
        return stream() + "_" + what;
    }

    /** Returns the subject of a room's lines. */
    String roomSubject(String token) {
        return "muxbench." + cluster + ".room." + token;
    }

    /** Returns the subject of signals. */
    String signalSubject() {
        return "muxbench." + cluster + ".signal";
    }
}
