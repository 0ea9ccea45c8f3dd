package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code muxbench run --profile}. */
@Tag("commands")
class RunProfileTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void muxbench(String... words) {
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.execute(words);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachJvmTellsWhereItsTimeGoesAndNoFigureHasIt() throws IOException {
        var scenario = Files.writeString(folder.resolve("busy.yaml"), """
                question: How?
                need: the best
                clients: 6
                senders: 2
                size: 64
                in-flight: 64
                most-late: 10s
                warmup: 100ms
                duration: 300ms
                primary: deliveriesPerSecond
                figures: [deliveriesPerSecond]
                """);
        var run = folder.resolve("my run");
        var backends = "nio, off=nio[-J-XX:-FlightRecorder]";
        muxbench(
                "run",
                "--profile",
                "--scenario",
                scenario.toString(),
                "--backends",
                backends,
                "--epochs",
                "1",
                "--passes",
                "1",
                "--out",
                run.toString());

        var files = RunFiles.open(run);
        var nio = files.profile(new Trial.Cell("busy", "nio", 6, null)).orElseThrow();
        assertThat(nio.samples()).as("%s", err).isPositive();
        assertThat(nio.frames()).anyMatch(frame -> frame.startsWith("dev.muxbench.nio."));
        assertThat(run.resolve("busy-nio-6-profile.jfr")).exists();
        var off = files.profile(new Trial.Cell("busy", "off", 6, null)).orElseThrow();
        assertThat(off.unavailable()).isEqualTo("Flight Recorder is disabled.");
        assertThat(err.toString()).contains("off 6 busy, profile: not available here: Flight Recorder is disabled.");
        assertThat(files.trials()).allSatisfy(trial -> assertThat(trial.files()).doesNotContain("profile"));
        assertThat(files.manifest().path("profiled").asBoolean()).isTrue();
        assertThat(run.resolve("report.html"))
                .content()
                .contains("Where the CPU time goes", "\"kind\":\"flames\"", "Hardware counters: ")
                .contains("not available here: Flight Recorder is disabled.");
    }
}
