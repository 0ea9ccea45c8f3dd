package dev.muxbench.experiment;

import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server that is installed on this machine.
 *
 * @param command    that starts it, without {@code --port}
 * @param readyWords that it prints when it listens
 * @param version    in its own words
 */
record ProgramPeer(Protocol protocol, List<String> command, String readyWords, String version) implements Contestant {
    /** Stops the program at the end of standard input, because it does not do that itself. Its output is on one stream. */
    private static final List<String> UNTIL_INPUT_ENDS = List.of(
            "sh", "-c", "exec 3<&0; { cat <&3; kill $$; } >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null 2>&1", "sh");

    /**
     * Returns Redis, which writes nothing to a disk here. The limit of a subscriber's backlog is the default, written out for the manifest.
     *
     * @throws IllegalArgumentException with a message for the user if it is not installed
     */
    static ProgramPeer redis() {
        var command =
                new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(List.of("--client-output-buffer-limit", "pubsub 32mb 8mb 60"));
        command.addAll(List.of("--set-proc-title", "no")); // the options stay in the command line
        return installed(Protocols.REDIS, command, "Ready to accept connections");
    }

    /**
     * Returns NATS, which writes nothing to a disk. The limit of a client's backlog has no option: 64 MiB, or 10 s.
     *
     * @throws IllegalArgumentException with a message for the user if it is not installed
     */
    static ProgramPeer nats() {
        return installed(Protocols.NATS, List.of("nats-server", "--addr", "127.0.0.1"), "Server is ready");
    }

    private static ProgramPeer installed(Protocol protocol, List<String> command, String readyWords) {
        var program = command.getFirst();
        try {
            var asked = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            asked.getOutputStream().close();
            var answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProgramPeer(
                    protocol, command, readyWords, answer.lines().findFirst().orElse("unknown"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    program + " is not on the PATH: install the package " + program + ", or " + protocol
                            + " of Homebrew",
                    e);
        }
    }

    @Override
    public String name() {
        return protocol.name();
    }

    @Override
    public String text() {
        return version;
    }

    @Override
    public Optional<String> tieToThisMachine() {
        return Optional.of("start it there yourself, and name it as in " + name() + "there=" + protocol + "://HOST:"
                + protocol.defaultPort());
    }

    @Override
    public Server start(List<String> serverOptions, Placement placement, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        var words = new ArrayList<>(UNTIL_INPUT_ENDS);
        words.addAll(command);
        words.addAll(List.of("--port", String.valueOf(port)));
        var ready = Pattern.compile(".*" + readyWords + ".*");
        return ServerProcess.start(new Launch(words, Map.of(), ready, port), placement, ServerLog.create(log));
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
