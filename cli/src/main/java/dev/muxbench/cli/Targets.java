package dev.muxbench.cli;

import dev.muxbench.cli.chat.ServerAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Host and port in one word. Threads: any. */
final class Targets {
    private Targets() {}

    /** Only the host, as it was written. */
    static String host(String target, CommandSpec spec) {
        try {
            return ServerAddress.parse(target).host();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        }
    }

    static InetSocketAddress resolve(String target, int defaultPort, CommandSpec spec) {
        try {
            return ServerAddress.parse(target, defaultPort).resolve();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host in --target " + target);
        }
    }
}
