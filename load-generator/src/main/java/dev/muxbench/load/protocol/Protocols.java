package dev.muxbench.load.protocol;

import dev.muxbench.load.text.LineCodec;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The protocols that there are. Threads: any. */
public final class Protocols {
    /** smallchat's, and this project's own. */
    public static final Protocol CHAT =
            new Protocol("chat", "a chat server", 7711, LineCodec.MAX_BYTES, false, true, true, ChatDialect::new);

    /** Redis pub/sub over RESP3 (Redis 6 or newer), in which who is subscribed may publish: a room is a channel. */
    public static final Protocol REDIS =
            new Protocol("redis", "a Redis server", 6379, LineCodec.MAX_BYTES, true, false, true, RedisDialect::new);

    /**
     * NATS core, which promises an order for each publisher only, and asks each client now and then whether it lives: a room is a
     * subject.
     */
    public static final Protocol NATS =
            new Protocol("nats", "a NATS server", 4222, LineCodec.MAX_BYTES, false, false, false, NatsDialect::new);

    /** IRC (RFC 2812): 512 bytes for a message, of which the server's prefix and the channel take up to 112. */
    public static final Protocol IRC =
            new Protocol("irc", "an IRC server", 6667, 400, false, false, false, IrcDialect::new);

    private static final List<Protocol> OURS = List.of(CHAT, REDIS, NATS, IRC);

    private Protocols() {}

    /** Ours first, then those of the {@link ProtocolProvider}s. */
    public static List<Protocol> all() {
        var others = ServiceLoader.load(ProtocolProvider.class).stream()
                .flatMap(provider -> provider.get().protocols().stream());
        return Stream.concat(OURS.stream(), others).toList();
    }

    /** The first of that name, whatever its case. */
    public static Optional<Protocol> named(String name) {
        return all().stream()
                .filter(protocol -> protocol.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
