package dev.muxbench.cli.chat;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.Screen;
import dev.muxbench.cli.option.ClientTlsOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muxbench chat}. */
@Command(
        name = "chat",
        description = "Chat with a server of smallchat's protocol: on a terminal, or over pipes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Tab completes, Ctrl-C clears the line, Ctrl-D on an empty one leaves.",
            "A lost connection is made again, with the same nick and room. When standard",
            "input is a pipe or a file it is not: lines could be lost unnoticed. At the end",
            "of such input the client waits until the server has taken all and closes.",
            "",
            "Examples:",
            "  muxbench chat",
            "  muxbench chat example.org:7711 --nick alice --room dev",
            "  muxbench chat [::1]:7711 --timestamps | tee log",
            "  echo 'build finished' | muxbench chat --nick ci",
            "Exit codes: 0 left, or all input was sent; 1 no connection, or lost; 2 usage."
        })
public final class ChatCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "HOST[:PORT]",
            description = "the server (default: localhost:7711)")
    private @Nullable String server;

    @Option(names = "--nick", paramLabel = "NAME", description = "nick to ask for")
    private @Nullable String nick;

    @Option(names = "--room", paramLabel = "NAME", description = "room to join")
    private @Nullable String room;

    @Option(names = "--timestamps", description = "begin each line with the time")
    private boolean timestamps;

    @Option(names = "--plain", description = "no colours; the environment variable NO_COLOR does the same")
    private boolean plain;

    @Mixin
    private ClientTlsOptions tls = new ClientTlsOptions();

    @Option(names = "--no-reconnect", description = "exit with 1 when the connection is lost")
    private boolean noReconnect;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        // Lines can be edited where both ends are one, and it can move its cursor.
        boolean onTerminal = Screen.isTerminal(System.getenv());
        boolean reconnect = !noReconnect && (onTerminal || StandardInput.isTerminal());
        var address = address();
        var trust = tls.trust(address.host(), spec.commandLine());
        var config = ChatConfig.of(
                address,
                ClientTlsOptions.client(trust, spec.commandLine()),
                requireName("--nick", nick),
                requireName("--room", room),
                reconnect,
                timestamps,
                !plain && System.getenv().getOrDefault("NO_COLOR", "").isEmpty());
        try {
            if (onTerminal) {
                TerminalChat.run(config);
            } else {
                new LineChat(config, System.in, standardOutput(), System.err).run();
            }
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private ServerAddress address() {
        try {
            return server == null ? ServerAddress.DEFAULT : ServerAddress.parse(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** Requires one line. Whether the name is allowed is for the server to say. */
    private @Nullable String requireName(String flag, @Nullable String name) {
        if (name != null && (name.isEmpty() || name.chars().anyMatch(Character::isISOControl))) {
            throw new ParameterException(spec.commandLine(), flag + " must be a name, without control characters");
        }
        return name;
    }

    /** UTF-8 as on the wire, whatever the locale. */
    private static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }
}
