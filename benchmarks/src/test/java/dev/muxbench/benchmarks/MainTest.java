package dev.muxbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String line) {
        var silent = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.run(line.split(" "), silent, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertThat(run("--nope")).isEqualTo(2);
        assertThat(complaint()).isEqualTo("muxbench jmh: unknown option --nope (see muxbench jmh --help)\n");
    }

    @Test
    void whatJmhCannotReadIsOneLine() {
        assertThat(run("-wi many")).isEqualTo(2);
        assertThat(complaint())
                .startsWith("muxbench jmh: Cannot parse argument 'many'")
                .hasLineCount(1);
    }

    @Test
    void anUnknownBackendIsOneLine() {
        assertThat(run("RoundTrip -p backend=nope")).isEqualTo(2);
        assertThat(complaint()).isEqualTo("muxbench jmh: no backend is called nope\n");
    }

    @Test
    void noSuchBenchmarkIsOneLine() {
        assertThat(run("NoSuchBenchmark -p backend=nio")).isEqualTo(2);
        assertThat(complaint()).isEqualTo("muxbench jmh: no benchmark matches; -l lists them\n");
    }

    @Test
    void aMissingProfilerIsToldBeforeAnythingRuns() {
        assertThat(run("RoundTrip -p backend=nio -prof nope")).isEqualTo(1);
        assertThat(complaint()).startsWith("muxbench jmh: a profiler cannot work here: ");
    }

    @Test
    void aBenchmarkThatThrowsFailsTheCommand() {
        assertThat(run("RoundTrip Command -p backend=nio -p server=nowhere -f 0 -wi 0 -i 1 -r 10ms -v SILENT"))
                .isEqualTo(1);
        assertThat(complaint())
                .isEqualTo("muxbench jmh: failed: dev.muxbench.benchmarks.RoundTripBenchmark.pingPong"
                        + " backend=nio server=nowhere\n");
    }

    @Test
    void aForkThatDiesFailsTheCommand() {
        assertThat(run("CommandBenchmark.muxbench -f 1 -wi 0 -i 1 -r 10ms -v SILENT -jvmArgs -Xmx1k"))
                .isEqualTo(1);
        assertThat(complaint()).endsWith("failed: dev.muxbench.benchmarks.CommandBenchmark.muxbench\n");
    }
}
