package dev.muxbench.cli.run;

import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.peers.ChannelGroupChat;
import dev.muxbench.peers.KernelLimit;
import dev.muxbench.peers.PeerServer;
import dev.muxbench.results.Sends;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A server that {@code run --peers} compares with the backends, until standard input ends. */
@Command(name = "peer", hidden = true, description = "A server that run compares with the backends.")
public final class PeerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "channelgroup or limit")
    private String name = "";

    @Option(names = "--batch", paramLabel = "LINES", description = "of limit: lines a send (default: ${DEFAULT-VALUE})")
    private int batch = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var server = start()) {
            var out = spec.commandLine().getOut();
            out.println("listening on 127.0.0.1:" + server.port() + ", peer " + name + ", " + server.threads());
            out.flush();
            for (int b = System.in.read(); b >= 0; b = System.in.read()) {
                if (b == '\n' && server instanceof KernelLimit limit) { // as serve does
                    out.println(new Sends(limit.sends(), limit.sentBytes(), limit.deliveries()).text());
                    out.flush();
                }
            }
        }
        return 0;
    }

    private PeerServer start() {
        return switch (name) {
            case "channelgroup" -> ChannelGroupChat.start(BackendOptions.defaultIoThreads());
            case "limit" -> KernelLimit.start(batch);
            default -> throw new ParameterException(spec.commandLine(), "no peer is called " + name);
        };
    }
}
