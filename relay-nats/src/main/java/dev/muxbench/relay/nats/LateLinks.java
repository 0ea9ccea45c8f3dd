package dev.muxbench.relay.nats;

import dev.muxbench.core.relay.Relay;
import dev.muxbench.relay.ClusterRelay;
import dev.muxbench.relay.Registry;
import dev.muxbench.relay.Signals;
import dev.muxbench.relay.Stream;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of a server that may start before NATS can be reached; until then they carry nothing. Threads: any. */
final class LateLinks implements Stream, Signals, Registry {
    private static final Logger LOG = LoggerFactory.getLogger(LateLinks.class);

    /** The objects that exist once NATS was reached. */
    record Attached(Connection connection, NatsStream stream, NatsRegistry registry, StreamReader reader) {}

    private final NatsSettings settings;
    private volatile @Nullable Attached attached;

    LateLinks(NatsSettings settings) {
        this.settings = settings;
    }

    void attach(Attached to) {
        attached = to;
    }

    @Nullable
    Attached attached() {
        return attached;
    }

    @Override
    public CompletionStage<?> append(String roomKey, byte[] message) {
        var now = attached;
        return now == null
                ? CompletableFuture.failedFuture(new IOException(ClusterRelay.NOT_CONNECTED))
                : now.stream().append(roomKey, message);
    }

    @Override
    public void broadcast(byte[] signal) {
        var now = attached;
        try {
            if (now != null) {
                now.connection().publish(settings.signalSubject(), signal);
            }
        } catch (IllegalStateException e) {
            LOG.trace("a signal is lost", e); // the connection is down
        }
    }

    private NatsRegistry registry() throws IOException {
        var now = attached;
        if (now == null) {
            throw new IOException(ClusterRelay.NOT_CONNECTED);
        }
        return now.registry();
    }

    @Override
    public void renewLease(long position) throws IOException {
        registry().renewLease(position);
    }

    @Override
    public void endLease() throws IOException {
        registry().endLease();
    }

    @Override
    public Relay.Claim claim(String nickKey) throws IOException {
        return registry().claim(nickKey);
    }

    @Override
    public void release(String nickKey) throws IOException {
        registry().release(nickKey);
    }

    @Override
    public long takeNumbers(int count) throws IOException {
        return registry().takeNumbers(count);
    }
}
