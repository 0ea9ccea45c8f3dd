package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.muxbench.cli.load.ScenarioFile;
import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.soak.SoakPlan;
import dev.muxbench.results.RunFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoakCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int soak(String... arguments) {
        var words = new String[arguments.length + 1];
        words[0] = "soak";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Main.commandLineFor("soak")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @ParameterizedTest
    @CsvSource({
        "--budget 0s, --budget must be above 0",
        "--phase 0, --phase must be 1 or more",
        "--seed -1, '--seed must be from 0 to 1000000000, not -1'",
        "--resume x --seed 3, '--resume has its own seed, backends and folder'",
        "--resume x --phase 3, --phase and --resume exclude each other",
        "--backends nope, no backend is called nope"
    })
    void wrongUsageIsToldInOneLine(String options, String complaint) {
        assertThat(soak(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("muxbench soak: " + complaint).hasLineCount(1);
    }

    /** Else a soak would end with the first phase that draws a value which the generator refuses. */
    @Test
    void everyPhaseIsALoadThatTheGeneratorAccepts() {
        var plan = new SoakPlan(List.of(new BackendContestant("nio", "nio")), 1);
        for (long number = 0; number < 5000; number++) {
            var load = plan.load(number);
            assertThatCode(() -> ScenarioFile.plan(load)).as("%s", load).doesNotThrowAnyException();
        }
    }

    @Test
    void aSeedOfTheSimulationCanBeReplayed() {
        assertThat(soak("--simulate", "5")).isZero();
        assertThat(out.toString().strip()).isEqualTo("seed 5: no fault");
    }

    @Test
    void aFolderOfNoSoakIsNotGoneOnWith() {
        assertThat(soak("--resume", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1);
    }

    /** A budget that is used up at once is one phase. */
    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void aSoakGoesOnWhereItHasEnded() throws IOException {
        var soak = folder.resolve("soak");
        assertThat(soak("--budget", "1ms", "--seed", "1", "--backends", "nio", "--out", soak.toString()))
                .isZero();
        assertThat(soak("--budget", "1ms", "--resume", soak.toString())).isZero();
        var trials = RunFiles.open(soak).trials();
        assertThat(trials).extracting(trial -> trial.pass()).containsExactly(1, 2);
        assertThat(trials).noneMatch(trial -> trial.isFailed());
        assertThat(out.toString()).contains("verdict: VALID");
    }
}
