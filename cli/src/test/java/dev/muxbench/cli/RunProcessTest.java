package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench run} as a process of its own: what is left of it when it is ended, and under another locale. */
@Tag("commands")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RunProcessTest {
    @TempDir
    private Path folder = Path.of("");

    /** Each has servers of its own, so those of one come after those of the other. */
    private String scenario(String name, String duration) throws IOException {
        var options = "server-options: [--max-rooms=" + name.length() + "]";
        return TinyScenario.named(folder, name, "duration: " + duration, options)
                .toString();
    }

    private static Process start(List<String> jvmOptions, String scenarios, Path to) throws IOException {
        var command = MuxbenchProcess.command(
                jvmOptions,
                List.of(
                        "run",
                        "--scenario",
                        scenarios,
                        "--backends",
                        "nio",
                        "--epochs",
                        "1",
                        "--passes",
                        "1",
                        "--out",
                        to.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Returns what was said until a line has that in it. */
    static String awaitLine(BufferedReader output, String part) throws IOException {
        var all = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            all.append(line).append('\n');
            if (line.contains(part)) {
                return all.toString();
            }
        }
        throw new AssertionError("no line with " + part + " in\n" + all);
    }

    private static int report(Path run, StringWriter err) {
        var line = Main.commandLine();
        line.setOut(new PrintWriter(new StringWriter(), true));
        line.setErr(new PrintWriter(err, true));
        return line.execute("report", run.toString());
    }

    private static void kill(String signal, ProcessHandle process) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /**
     * A signal ends it in order (not SIGINT, which a shell's background jobs do not hear), kill at once; either way what was measured
     * can be read, says what became of it, and no server is left.
     */
    @ParameterizedTest
    @CsvSource({"TERM, 143, 1", "KILL, 137, 0"})
    void whatIsEndedBeforeItsTimeIsIncomplete(String signal, int code, int broken) throws Exception {
        var to = folder.resolve("run");
        var run = start(List.of(), scenario("brief", "300ms") + "," + scenario("endless", "1h"), to);
        try (var output = run.inputReader()) {
            awaitLine(output, "endless, epoch 1 of 1, pass 1 of 1: measuring");
            var servers = run.descendants().toList();
            assertThat(servers).isNotEmpty();
            for (var server : servers) {
                kill("INT", server); // as Ctrl-C at a terminal does: it is not for the server
            }
            kill(signal, run.toHandle());
            output.lines().forEach(line -> {});
            assertThat(run.waitFor()).isEqualTo(code);
            for (var server : servers) {
                server.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            run.destroyForcibly();
        }
        var trials = RunFiles.open(to).trials();
        assertThat(trials)
                .filteredOn(trial -> trial.scenario().equals("endless") && trial.pass() > 0)
                .hasSize(broken);
        assertThat(trials).filteredOn(trial -> trial.scenario().equals("brief")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(trials).flatExtracting(Trial::reasons).noneMatch(reason -> reason.contains("lost"));
        var err = new StringWriter();
        report(to, err);
        assertThat(to.resolve("report.html")).content().contains("INCOMPLETE");
        assertThat(err.toString()).doesNotContain("damaged");
    }

    /** Digits, decimal points and instants of the locale and the time zone are nowhere to be found. */
    @Test
    void aRunIsTheSameUnderAnyLocale() throws Exception {
        var to = folder.resolve("run");
        var run = start(
                List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Kathmandu"),
                scenario("tiny", "300ms"),
                to);
        String printed;
        try (var output = run.inputReader()) {
            printed = awaitLine(output, "report: ");
        }
        assertThat(run.waitFor()).as(printed).isEqualTo(RunCommandTest.exitCode(to));
        var foreignDigits = Pattern.compile("[\\u0660-\\u0669\\u06f0-\\u06f9\\u066b\\u066c]");
        assertThat(printed).doesNotContainPattern(foreignDigits);
        try (Stream<Path> files = Files.walk(to).filter(Files::isRegularFile)) {
            for (var file : files.toList()) {
                assertThat(file).content().as("%s", file).doesNotContainPattern(foreignDigits);
                assertThat(file).content().as("%s", file).doesNotContain("+05:45");
            }
        }
        var trial =
                new ObjectMapper().readTree(to.resolve("trials.json").toFile()).path(0);
        assertThat(trial.path("started").asText()).endsWith("Z");
        var err = new StringWriter();
        assertThat(report(to, err)).as("%s", err).isZero();
    }
}
