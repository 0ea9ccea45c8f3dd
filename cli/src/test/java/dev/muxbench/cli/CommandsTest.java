package dev.muxbench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.cli.console.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(CommandLine line, String... arguments) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** To describe all options of all commands takes longer than most commands take to run. */
    @ParameterizedTest
    @ValueSource(strings = {"serve", "chat", "load"})
    void aCommandLineKnowsOnlyTheCommandThatItIsFor(String command) {
        assertThat(Main.commandLineFor(command).getSubcommands()).containsOnlyKeys(command);
    }

    @Test
    void theListOfCommandsIsThatOfAll() {
        var all = Main.commandLine();
        for (var first : new String[] {"--help", "", "nothing"}) {
            var some = Main.commandLineFor(first);
            assertThat(some.getUsageMessage()).isEqualTo(all.getUsageMessage());
            assertThat(some.getSubcommands().keySet())
                    .containsExactlyElementsOf(all.getSubcommands().keySet());
        }
    }

    /** Nothing is started for it. */
    @ParameterizedTest
    @CsvSource({
        "serve --backend nope, no backend is called nope; there are: nio",
        "run --backends nio;nope, no backend is called nope; there are: nio",
        "run --backends nio --scenario nope, no scenario is called nope; there are: ",
        "load --target localhost --scenario nope, no scenario is called nope; there are: "
    })
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void aNameThatNothingHasIsWrongUsage(String command, String complaint) {
        var arguments = command.replace(';', ',').split(" ");
        System.setProperty("muxbench.home", ".."); // where the scenarios are
        try {
            assertThat(run(Main.commandLineFor(arguments[0]), arguments)).isEqualTo(2);
        } finally {
            System.clearProperty("muxbench.home");
        }
        assertThat(err.toString())
                .startsWith("muxbench " + arguments[0] + ": " + complaint)
                .hasLineCount(1);
    }

    @Test
    void everyCommandShowsExamplesAndTheVersion() {
        for (var entry : Main.commandLine().getSubcommands().entrySet()) {
            var name = entry.getKey();
            var usage = entry.getValue().getCommandSpec().usageMessage();
            if (usage.hidden() || name.equals("jmh")) { // of which the launcher shows the help of another program
                continue;
            }
            assertThat(entry.getValue().getUsageMessage()).contains("Examples", "  muxbench " + name);
            assertThat(run(Main.commandLineFor(name), name, "--version")).isZero();
        }
        assertThat(out.toString().lines()).isNotEmpty().containsOnly(Version.text());
    }

    @ParameterizedTest
    @CsvSource({
        "srve, muxbench: there is no command srve; did you mean serve? (see muxbench --help)",
        "xyzzy, muxbench: there is no command xyzzy (see muxbench --help)",
        "--versio, muxbench: unknown option --versio; did you mean --version? (see muxbench --help)"
    })
    void whatDoesNotExistIsToldWithWhatIsNear(String first, String complaint) {
        assertThat(run(Main.commandLineFor(first), first)).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(complaint);
    }

    /** Such a file's lines would be arguments. */
    @Test
    void aNickMayBeginLikeTheNameOfAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("file"), "bob\n--version");
        assertThat(run(Main.commandLineFor("chat"), "chat", "--nick", "@" + file, "localhost:0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("localhost:0");
    }

    /** As on a full disk: a program in a pipeline must not take the empty result for the right one. */
    @Test
    void aResultThatCannotBeWrittenIsAFailure() throws IOException, InterruptedException {
        var full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        var process = new ProcessBuilder(MuxbenchProcess.command("backends", "--json"))
                .redirectOutput(full.toFile())
                .start();
        var complaint = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(complaint.strip()).isEqualTo("muxbench: cannot write to standard output, so the result is lost");
    }

    /** NUL stands for a character that the locale has no bytes for. */
    @Test
    void aNameThatTheSystemCannotExpressIsToldInWords() {
        assertThat(run(Main.commandLineFor("load"), "load", "--target", "localhost:1", "--out", "\0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("LC_ALL=C.UTF-8").hasLineCount(1);
    }
}
