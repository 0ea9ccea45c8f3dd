package dev.muxbench.cli;

import dev.muxbench.cli.chat.ServerAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Host and port in one word. Threads: any. */
final class Targets {
    private Targets() {}

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
