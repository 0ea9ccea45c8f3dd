package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code muxbench compare} prints, and what it ends with. */
class CompareCommandTest {
    private static final int ENOUGH_FORKS = 6;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(Path base, Path fresh, String... options) {
        var line = Main.commandLineFor("compare").setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var arguments = new String[options.length + 3];
        arguments[0] = "compare";
        arguments[1] = base.toString();
        arguments[2] = fresh.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return line.execute(arguments);
    }

    private Path jmh(String name, String unit, double value, int forks) throws IOException {
        var values = IntStream.range(0, forks)
                .mapToObj(fork -> List.of(value * (1 + 0.001 * fork)))
                .toList();
        return Files.writeString(folder.resolve(name), """
                [{"benchmark": "p.B.c", "mode": "avgt", "threads": 1,
                  "primaryMetric": {"score": %s, "scoreUnit": "%s", "rawData": %s}}]""".formatted(value, unit, values));
    }

    /** A folder of {@code jmh --save}. */
    private Path run(String name, String verdict, double value) throws IOException {
        var run = RunFolder.create(folder.resolve(name));
        run.writeManifest(Map.of("schema", RunFolder.SCHEMA_VERSION));
        run.writeEnvironment(Map.of("cpu", "some"));
        run.writeVerdict(verdict, List.of());
        jmh(name + "/jmh.json", "ms/op", value, ENOUGH_FORKS);
        return folder.resolve(name);
    }

    @Test
    void aRegressionThatIsShownIsThree() throws IOException {
        var base = jmh("base", "ms/op", 2, ENOUGH_FORKS);
        var fresh = jmh("new", "us/op", 2100, ENOUGH_FORKS);
        assertThat(compare(base, fresh, "--fail-above", "4%")).isEqualTo(3);
        assertThat(out.toString()).contains("regression: p.B.c avgt, worse by 5.0 %");
        assertThat(compare(base, fresh, "--fail-above", "6%")).isZero();
        assertThat(compare(fresh, base, "--fail-above", "0%")).isZero();
    }

    @Test
    void tooFewForksToShowAnythingAreFour() throws IOException {
        var base = jmh("base", "ms/op", 2, 3);
        var fresh = jmh("new", "ms/op", 4, 3);
        assertThat(compare(base, fresh, "--fail-above", "5%")).isEqualTo(4);
        assertThat(out.toString())
                .contains("too few trials (3 and 3)")
                .contains(
                        "undecided: so few trials cannot show a regression, 4 epochs (of JMH: forks) in each run can");
        assertThat(compare(base, fresh)).isZero();
    }

    @Test
    void whatIsNotValidRulesNothingOut() throws IOException {
        var base = run("base", "VALID", 2);
        var same = run("same", "INVALID", 2);
        assertThat(compare(base, same, "--fail-above", "5%")).isEqualTo(4);
        assertThat(out.toString())
                .contains("undecided: figures that are not VALID cannot rule out a regression: " + same);
        assertThat(compare(base, same)).isZero();
        assertThat(compare(base, run("slower", "INVALID", 3), "--fail-above", "5%"))
                .isEqualTo(3);
    }

    @Test
    void nothingInCommonIsToldWithTheReason() throws IOException {
        assertThat(compare(jmh("base", "ms/op", 2, 6), jmh("new", "B/op", 2, 6), "--fail-above", "5%"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("not compared, ms/op and B/op: p.B.c avgt");
        assertThat(err.toString()).contains("no figure in common");
    }

    @Test
    void aSmallScoreIsNotZero() throws IOException {
        var tiny = jmh("tiny", "s/op", 2.3e-8, ENOUGH_FORKS);
        compare(tiny, tiny);
        compare(tiny, tiny, "--markdown");
        assertThat(out.toString())
                .contains("2.31e-8 s/op  ", "| 2.31e-8 s/op |", "1.00")
                .doesNotContain("0.000 s/op");
    }
}
