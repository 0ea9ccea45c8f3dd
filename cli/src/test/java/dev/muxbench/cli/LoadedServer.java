package dev.muxbench.cli;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A server with the backend nio in this process, and commands that put load on it. Threads: any. */
final class LoadedServer implements AutoCloseable {
    /** What a load ends with if every delivery came as it should: VALID, or, on a busy machine, INVALID. */
    static final List<Integer> VERIFIED = List.of(0, 4);

    private final ChatServer chat;
    private final Backend backend;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LoadedServer() throws IOException {
        this(ServerConfig.defaults().maxClients());
    }

    LoadedServer(int maxClients) throws IOException {
        chat = new ChatServer(ServerConfig.defaults().withMaxClients(maxClients));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        backend = Backends.require("nio").start(chat, new BackendOptions(address, 2, BackendOptions.DEFAULT_BACKLOG));
    }

    String target() {
        return "127.0.0.1:" + backend.address().getPort();
    }

    /** As {@code muxbench load --target} this server. Returns the exit code. */
    int load(String options) {
        var words = new ArrayList<>(List.of("load", "--target", target()));
        words.addAll(List.of(options.split(" ")));
        return run((Object[]) words.toArray(String[]::new));
    }

    /** Returns the exit code. */
    int run(Object... words) {
        CommandLine line = Main.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    @Override
    public void close() {
        backend.close();
        chat.close();
    }
}
