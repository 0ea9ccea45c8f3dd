package dev.muxbench.relay.nats;

import dev.muxbench.relay.Stream;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The appending side of the stream. Threads: any. */
final class NatsStream implements Stream {
    /** JetStream's error codes for a full stream: the limit of its configuration, its account or its disk is reached. */
    private static final Set<Integer> FULL = Set.of(10_047, 10_023, 10_077, 10_122);

    private final JetStream stream;
    private final NatsSettings settings;

    NatsStream(JetStream stream, NatsSettings settings) {
        this.stream = stream;
        this.settings = settings;
    }

    @Override
    public CompletionStage<?> append(String roomKey, byte[] message) {
        try {
            return stream.publishAsync(settings.roomSubject(Tokens.of(roomKey)), message)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(inOurTerms(failure)));
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e); // not connected, or the client's queue is full
        }
    }

    private static Throwable inOurTerms(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JetStreamApiException api && FULL.contains(api.getApiErrorCode())) {
                return new StreamFullException(String.valueOf(api.getMessage()));
            }
        }
        return failure;
    }
}
