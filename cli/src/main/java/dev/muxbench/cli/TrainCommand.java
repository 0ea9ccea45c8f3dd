package dev.muxbench.cli;

import dev.muxbench.cli.chat.ChatConfig;
import dev.muxbench.cli.chat.ServerAddress;
import dev.muxbench.cli.chat.TerminalChat;
import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.serve.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Each backend that works here, a chat and a load on it in one process, for as long as the compilers need to learn what is hot: the
 * launcher records an AOT cache meanwhile (JEP 514, JEP 515).
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private static final String SERVE =
            "serve --ignore-environment --host 127.0.0.1 --port 0 --io-threads 1 --backend ";
    private static final Duration LONGEST_CHAT = Duration.ofSeconds(10);
    private static final Pattern LISTENING = Pattern.compile("listening on (\\S+),.*");

    @Override
    public Integer call() throws IOException, InterruptedException {
        quietly("--help");
        quietly("nothing");
        quietly("backends", "--json");
        boolean chatted = false;
        for (var backend : Backends.available()) {
            var server = serve(backend.name());
            if (!chatted) {
                chat(server);
                chatted = true;
            }
            load(server, "--clients", "200", "--in-flight", "64");
            load(server, "--clients", "400", "--rate", "200");
        }
        return 0;
    }

    /** Starts a server that runs until the process ends. Returns its address. */
    private static String serve(String backend) throws IOException {
        var pipe = new PipedReader();
        var out = new PrintWriter(new PipedWriter(pipe), true);
        var arguments = (SERVE + backend).split(" ");
        Thread.ofPlatform()
                .daemon()
                .name("serve")
                .start(() -> Main.commandLineFor("serve").setOut(out).execute(arguments));
        var announced = LISTENING.matcher(new BufferedReader(pipe).readLine());
        if (!announced.matches()) {
            throw new CommandFailure("the server does not listen");
        }
        return announced.group(1);
    }

    private static void load(String server, String... options) {
        var arguments = Stream.concat(Stream.of("load", "--target", server), Stream.of(options));
        Main.run(Stream.concat(arguments, Stream.of("--warmup", "500ms", "--duration", "1s"))
                .toArray(String[]::new));
    }

    /** Given up where there is no terminal to be had: a cache without it is one, too. */
    private static void chat(String server) throws InterruptedException {
        var config = ChatConfig.of(ServerAddress.parse(server), null, "bob", "dev", false, true, true);
        Thread.ofPlatform().daemon().name("chat").start(() -> rehearse(config)).join(LONGEST_CHAT);
    }

    private static void rehearse(ChatConfig config) {
        try {
            TerminalChat.rehearse(config);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e); // for the log
        }
    }

    private static void quietly(String... arguments) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLineFor(arguments[0]).setOut(nowhere).setErr(nowhere).execute(arguments);
    }
}
