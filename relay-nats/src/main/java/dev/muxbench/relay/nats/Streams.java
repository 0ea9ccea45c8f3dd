package dev.muxbench.relay.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the streams that a cluster needs in JetStream, unless they exist. Threads: any. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int NOT_FOUND = 404;
    private static final int NAME_IN_USE = 10_058;
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100); // of deduplication, not relied on

    private Streams() {}

    static StorageType storage(NatsSettings settings) {
        return settings.inMemory() ? StorageType.Memory : StorageType.File;
    }

    private static StreamConfiguration lines(NatsSettings settings) {
        return StreamConfiguration.builder()
                .name(settings.stream())
                .subjects(settings.roomSubject("*"))
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.New)
                .maxBytes(settings.mostBytes())
                .maxAge(settings.retain())
                .duplicateWindow(SHORTEST_WINDOW)
                .replicas(settings.replicas())
                .storageType(storage(settings))
                .build();
    }

    /** Creates missing streams; returns true if it has created any. */
    static boolean make(JetStreamManagement management, NatsSettings settings)
            throws IOException, JetStreamApiException {
        boolean made = false;
        var all = new ArrayList<>(NatsRegistry.streams(settings));
        all.add(lines(settings));
        for (var stream : all) {
            made |= make(management, stream);
        }
        return made;
    }

    private static boolean make(JetStreamManagement management, StreamConfiguration stream)
            throws IOException, JetStreamApiException {
        try {
            var there = management.getStreamInfo(stream.getName()).getConfiguration();
            tellDifference(stream, there);
            return false;
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
        }
        try {
            management.addStream(stream);
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NAME_IN_USE) { // another server has just created it with other options
                return false;
            }
            throw e;
        }
    }

    /**
     * Logs how an existing stream differs. It is not changed, because an operator or a server with other options may
     * have made it.
     */
    private static void tellDifference(StreamConfiguration wanted, StreamConfiguration there) {
        if (wanted.getMaxBytes() != there.getMaxBytes()
                || !wanted.getMaxAge().equals(there.getMaxAge())
                || wanted.getReplicas() != there.getReplicas()
                || wanted.getStorageType() != there.getStorageType()) {
            LOG.warn(
                    "stream {} has max bytes {}, max age {}, replicas {}, storage {}, other than this server's options"
                            + " say; it stays so",
                    there.getName(),
                    there.getMaxBytes(),
                    there.getMaxAge(),
                    there.getReplicas(),
                    there.getStorageType());
        }
    }
}
