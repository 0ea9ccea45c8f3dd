package dev.muxbench.relay.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's cluster is.
 *
 * @param servers     of NATS, as {@code nats://HOST:PORT} or {@code tls://HOST:PORT}; each of them will do
 * @param cluster     its name: letters, digits, {@code -} and {@code _}
 * @param credentials a file of NATS (JWT and seed); null for none
 * @param trusted     certificates (PEM) that vouch for NATS; null for those of Java, if it speaks TLS at all
 * @param retain      how long the stream keeps lines at most
 * @param mostBytes   of the stream
 * @param replicas    of the stream and the buckets: 1, 3 or 5
 * @param inMemory    whether NATS keeps them in memory alone
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

    /** Returns where lines of a room go. */
    String roomSubject(String token) {
        return "muxbench." + cluster + ".room." + token;
    }

    /** Returns where servers tell each other all else. */
    String signalSubject() {
        return "muxbench." + cluster + ".signal";
    }
}
