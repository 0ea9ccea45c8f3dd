package dev.muxbench.cli.load;

import dev.muxbench.cli.chat.ServerAddress;
import dev.muxbench.cli.console.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Hosts and ports in one word, separated by commas. Threads: any. */
final class ServerNames {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ServerNames() {}

    /** Only the first host, as it was written. */
    static String host(String target, CommandSpec spec) {
        try {
            return ServerAddress.parse(target.split(",", -1)[0]).host();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        }
    }

    static List<InetSocketAddress> resolve(String targets, int defaultPort, CommandSpec spec) {
        return Arrays.stream(targets.split(",", -1))
                .map(target -> resolveOne(target.strip(), defaultPort, spec))
                .toList();
    }

    /** Returns the first of several addresses to which a connection can be made. It tries them. */
    private static InetSocketAddress resolveOne(String target, int defaultPort, CommandSpec spec) {
        try {
            var server = ServerAddress.parse(target, defaultPort);
            var addresses = server.resolve();
            return addresses.size() == 1 ? addresses.getFirst() : firstThatAnswers(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host in --target " + target);
        }
    }

    private static InetSocketAddress firstThatAnswers(ServerAddress server) {
        try (var probe = server.connect(PATIENCE)) {
            return new InetSocketAddress(probe.getInetAddress(), server.port());
        } catch (IOException e) {
            throw new CommandFailure("cannot connect to " + server + ": " + e.getMessage());
        }
    }
}
