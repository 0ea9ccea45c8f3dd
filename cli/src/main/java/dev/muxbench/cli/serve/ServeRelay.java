package dev.muxbench.cli.serve;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.option.Allowed;
import dev.muxbench.core.ChatServer;
import dev.muxbench.relay.nats.NatsRelay;
import dev.muxbench.relay.nats.NatsSettings;
import dev.muxbench.relay.nats.RelayProblem;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The relay as the options of {@code serve} have it. Threads: the command's. */
final class ServeRelay {
    private static final Set<String> SCHEMES = Set.of("nats", "tls");
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int DEFAULT_PORT = 4222;

    private ServeRelay() {}

    /**
     * Joins the server with those of its cluster; null if it is alone.
     *
     * @throws ParameterException if something about the options is wrong
     * @throws CommandFailure if NATS cannot be reached
     */
    static @Nullable NatsRelay join(ServeOptions options, ChatServer server, CommandLine line) {
        if (options.relay.equalsIgnoreCase(Allowed.OFF)) {
            return null;
        }
        try {
            var relay = NatsRelay.connect(settings(options, line), options.relayOptional);
            var config = server.config();
            server.join(chat -> relay.join(chat, config.maxClients(), config.highWaterBytes()));
            relay.start();
            return relay;
        } catch (RelayProblem e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private static NatsSettings settings(ServeOptions options, CommandLine line) {
        if (!CLUSTER.matcher(options.cluster).matches()) {
            throw new ParameterException(
                    line, "--cluster must be 1 to 64 letters, digits, - and _, not " + options.cluster);
        }
        if (options.relayReplicas % 2 == 0 || options.relayReplicas > 5) {
            throw new ParameterException(line, "--relay-replicas must be 1, 3 or 5, not " + options.relayReplicas);
        }
        return new NatsSettings(
                List.of(options.relay.split(",")).stream()
                        .map(server -> server(server.trim(), line))
                        .toList(),
                options.cluster,
                options.relayCreds.path(),
                options.relayTlsCa.path(),
                options.relayRetain,
                options.relayMaxBytes.bytes(),
                options.relayReplicas,
                options.relayStorage == RelayStorage.MEMORY);
    }

    private static String server(String given, CommandLine line) {
        try {
            var uri = URI.create(given);
            if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null) {
                return uri.getPort() < 0 ? given + ":" + DEFAULT_PORT : given;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ParameterException(
                line, "--relay must be nats://HOST[:PORT] or tls://HOST[:PORT], several behind commas, not " + given);
    }
}
