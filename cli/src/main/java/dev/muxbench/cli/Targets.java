package dev.muxbench.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Host and port in one word. Threads: any. */
final class Targets {
    private Targets() {}

    static InetSocketAddress resolve(String target, CommandSpec spec) {
        int colon = target.lastIndexOf(':');
        var host = colon < 0 ? target : target.substring(0, colon);
        int port = 0;
        try {
            port = Integer.parseInt(target.substring(colon + 1));
        } catch (NumberFormatException e) {
            port = -1;
        }
        if (colon <= 0 || port < 1 || port > 65535) {
            throw new ParameterException(
                    spec.commandLine(), "--target must be HOST:PORT, such as localhost:7711, not " + target);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host " + host);
        }
    }
}
