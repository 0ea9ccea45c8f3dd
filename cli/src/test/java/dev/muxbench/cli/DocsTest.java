package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point at exists. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("muxbench ((?:[a-z]+|--[a-z]+)(?: [^&|>#]*)?)(?:$|[&|>#])");
    private static final Pattern SHELL = Pattern.compile("[$<\\\\]|muxbench [a-z]+:|/muxbench load$");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)#\\s]+)[^)]*\\)");

    static List<Path> documents() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"));
                var top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** Lines of code blocks that call this program with words of its own; not those with variables of a shell. */
    static List<String> commands() throws IOException {
        var commands = new ArrayList<String>();
        for (var document : documents()) {
            boolean fenced = false;
            for (var line : Files.readAllLines(document)) {
                fenced ^= line.startsWith("```");
                var command = COMMAND.matcher(line);
                if ((fenced || line.startsWith("    "))
                        && command.find()
                        && !SHELL.matcher(line).find()) {
                    commands.add(command.group(1));
                }
            }
        }
        return commands;
    }

    @Test
    void codeBlocksHaveCommands() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(25).contains("run --quick");
    }

    /** That its options are there and can have these values. What a command then does is tested elsewhere. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandOfACodeBlockIsUnderstood(String command) {
        var words = WORD.matcher(
                        command.replace("HOST:PORT", "localhost:7711").replace("--protocol post", "--protocol chat"))
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
        assertThatCode(() -> Main.commandLine().parseArgs(words)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileOfThatName(Path document) throws IOException {
        var links = LINK.matcher(Files.readString(document)).results().toList();
        for (var link : links) {
            var target = link.group(2);
            if (target.contains("://")) {
                continue;
            }
            var file = document.resolveSibling(target).normalize();
            assertThat(file)
                    .as("%s links to %s", document.getFileName(), target)
                    .exists();
            if (target.endsWith(".java")) {
                assertThat(file.getFileName()).hasToString(link.group(1) + ".java");
            }
        }
        if (document.endsWith("architecture.md")) {
            assertThat(links).hasSizeGreaterThan(15);
        }
    }
}
