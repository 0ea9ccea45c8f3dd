package dev.muxbench.cli.chat;

import dev.muxbench.tls.ClientTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the client was asked for, and its limits.
 *
 * @param tls what encrypts; null for plain text
 * @param nick or null to be what the server gives
 * @param room or null to be where the server puts one
 * @param reconnect whether a lost connection is replaced
 * @param timestamps whether lines begin with the time
 * @param colors whether anything is coloured
 * @param maxLineBytes of a received line; more is cut
 * @param connectTimeout of one try
 * @param drainTimeout how long the server may take to close once all of a pipe was sent
 * @param leaveTimeout the same when a person leaves
 * @param firstDelay before the first try to reconnect
 * @param longestDelay between two tries
 * @param nickDelay before the first question for a nick that was taken when the connection was made again
 * @param stableAfter how long a connection must have lasted to begin with the first delay again
 */
public record ChatConfig(
        ServerAddress address,
        @Nullable ClientTls tls,
        @Nullable String nick,
        @Nullable String room,
        boolean reconnect,
        boolean timestamps,
        boolean colors,
        int maxLineBytes,
        Duration connectTimeout,
        Duration drainTimeout,
        Duration leaveTimeout,
        Duration firstDelay,
        Duration longestDelay,
        Duration nickDelay,
        Duration stableAfter) {
    /** Returns a configuration with the usual limits. */
    public static ChatConfig of(
            ServerAddress address,
            @Nullable ClientTls tls,
            @Nullable String nick,
            @Nullable String room,
            boolean reconnect,
            boolean timestamps,
            boolean colors) {
        return new ChatConfig(
                address,
                tls,
                nick,
                room,
                reconnect,
                timestamps,
                colors,
                64 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }
}
