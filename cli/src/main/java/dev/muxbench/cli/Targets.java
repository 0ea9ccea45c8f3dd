package dev.muxbench.cli;

import dev.muxbench.cli.chat.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Host and port in one word. Threads: any. */
final class Targets {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Targets() {}

    /** Only the host, as it was written. */
    static String host(String target, CommandSpec spec) {
        try {
            return ServerAddress.parse(target).host();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        }
    }

    /** Of several addresses the first that a connection can be made to: it is tried. */
    static InetSocketAddress resolve(String target, int defaultPort, CommandSpec spec) {
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
