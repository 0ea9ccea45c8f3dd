package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands in the code blocks of the documents. Each is run here, or its block is marked as not run and says why. The options of those
 * that are not run are parsed.
 */
class DocsCommandsTest {
    private static final String MARK = "<!-- not run by a test: ";

    /** How a line begins that is a command. */
    private static final Pattern PROGRAM =
            Pattern.compile("\\s*(?:\\$ )?(?:[A-Z_]+=\\S+ )?(?:\\./[a-z]+|muxbench(?! [a-z]+:)|java|"
                    + "nats-server|systemctl|git|curl|nc|openssl|ssh|scp|docker|kubectl|export|cp|tar|jcmd|jfr) .*");

    private static final Pattern MUXBENCH = Pattern.compile("muxbench ((?:[a-z]+|--[a-z]+)(?: [^&|>#]*)?)(?:$|[&|>#])");
    private static final Pattern SHELL = Pattern.compile("[$\\\\]|<[a-z]|muxbench [a-z]+:|/muxbench load$");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");
    private static final int MOST_CLIENTS = 200;

    @TempDir
    private Path folder;

    /** @param mark why it is not run; empty if it is */
    private record Block(Path document, String mark, List<String> lines) {
        boolean isCommands() {
            return lines.stream().anyMatch(line -> PROGRAM.matcher(line).matches());
        }

        /** Returns the command lines of this program, which a test can understand. */
        Stream<String> commands() {
            return lines.stream()
                    .filter(line -> !SHELL.matcher(line).find())
                    .flatMap(line -> MUXBENCH.matcher(line).results())
                    .map(command -> command.group(1).strip());
        }
    }

    private static List<Block> blocks() throws IOException {
        var blocks = new ArrayList<Block>();
        for (var document : DocsTest.documents()) {
            var mark = "";
            var lines = new ArrayList<String>();
            boolean fenced = false;
            boolean within = false;
            for (var line : Files.readAllLines(document)) {
                boolean fence = line.startsWith("```");
                fenced ^= fence;
                boolean code = fence || fenced || line.startsWith("    ") || (within && line.isBlank());
                if (within && !code) {
                    blocks.add(new Block(document, mark, List.copyOf(lines)));
                    lines.clear();
                    mark = "";
                }
                within = code;
                if (code) {
                    lines.add(line);
                } else if (!line.isBlank()) {
                    mark = line.startsWith(MARK) ? line : "";
                }
            }
            blocks.add(new Block(document, mark, List.copyOf(lines)));
        }
        return blocks;
    }

    private static List<String> commands(boolean marked) throws IOException {
        return blocks().stream()
                .filter(block -> block.isCommands() && block.mark.isEmpty() != marked)
                .flatMap(Block::commands)
                .toList();
    }

    static List<String> commandsThatAreRun() throws IOException {
        return commands(false);
    }

    static List<String> commandsThatAreNotRun() throws IOException {
        return commands(true);
    }

    @Test
    void thereAreBothKinds() throws IOException {
        assertThat(commandsThatAreRun()).hasSizeGreaterThan(4).contains("serve");
        assertThat(commandsThatAreNotRun()).hasSizeGreaterThan(15).contains("run --quick");
    }

    @Test
    void whatThisTestCannotRunIsMarked() throws IOException {
        for (var block : blocks()) {
            if (block.isCommands() && block.mark.isEmpty()) {
                assertThat(block.lines.stream()
                                .filter(line -> PROGRAM.matcher(line).matches()))
                        .as("%s, in a block without a mark", block.document.getFileName())
                        .hasSize((int) block.commands().count());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commandsThatAreNotRun")
    void everyOtherCommandIsUnderstood(String command) {
        assertThatCode(() -> Main.commandLine().parseArgs(words(command).toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    /** As it stands there, but on a free port, with fewer clients and for a shorter time. */
    @ParameterizedTest
    @MethodSource("commandsThatAreRun")
    void everyCommandDoesItsWork(String command) throws Exception {
        var words = words(command);
        switch (words.getFirst()) {
            case "serve" -> serve(words);
            case "chat" -> chat(words);
            case "load" -> load(words);
            case "backends" ->
                assertThat(Main.commandLine().execute(words.toArray(String[]::new)))
                        .isZero();
            default -> throw new AssertionError("run " + command + " here, or mark its block with " + MARK);
        }
    }

    private static List<String> words(String command) {
        return WORD.matcher(
                        command.replace("HOST:PORT", "localhost:7711").replace("--protocol post", "--protocol chat"))
                .results()
                .map(word -> word.group().replace("'", ""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void replace(List<String> words, String option, String value) {
        int at = words.indexOf(option);
        if (at < 0) {
            words.addAll(List.of(option, value));
        } else {
            words.set(at + 1, value);
        }
    }

    private static void serve(List<String> words) throws Exception {
        replace(words, "--port", "0");
        try (var server = ServeProcess.start(words.subList(1, words.size()).toArray(String[]::new))) {
            ServeProcess.connect(server.address());
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    private static void chat(List<String> words) throws Exception {
        try (var server = new LoadedServer()) {
            words.add(server.target());
            var chat = new ProcessBuilder(MuxbenchProcess.command(words.toArray(String[]::new)))
                    .redirectErrorStream(true)
                    .start();
            try (var in = chat.outputWriter()) {
                in.write("hello\n");
            }
            var said = chat.inputReader().readAllAsString();
            assertThat(chat.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(chat.exitValue()).as(said).isZero();
        }
    }

    private void load(List<String> words) throws Exception {
        try (var server = new LoadedServer()) {
            int clients = words.indexOf("--clients");
            replace(
                    words,
                    "--clients",
                    String.valueOf(Math.min(MOST_CLIENTS, Integer.parseInt(words.get(clients + 1)))));
            replace(words, "--target", server.target());
            replace(words, "--warmup", "200ms");
            replace(words, "--duration", "500ms");
            if (words.contains("--out")) {
                replace(words, "--out", folder.resolve("out").toString());
            }
            int code = server.run(words.toArray());
            assertThat(server.out()).as(server.err()).containsPattern("verdict  |is kept");
            assertThat(code)
                    .isIn(Stream.concat(LoadedServer.VERIFIED.stream(), Stream.of(5))
                            .toList());
        }
    }
}
