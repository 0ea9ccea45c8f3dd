package dev.muxbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.Backends;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once: what it measures here is worth nothing, that it ends without a complaint is. */
class SmokeTest {
    private static final int MICRO_BENCHMARKS = 19;
    private static final int SERVER_BENCHMARKS = 5;

    private static List<String> listed() throws IOException {
        try (var list = SmokeTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            var text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.startsWith("JMH ")).toList();
        }
    }

    private static String[] available() {
        return Backends.all().stream()
                .filter(backend -> backend.availability() instanceof Availability.Available)
                .map(BackendProvider::name)
                .toArray(String[]::new);
    }

    @Test
    void everyBenchmarkIsListed() throws IOException {
        assertThat(listed()).hasSize(MICRO_BENCHMARKS + SERVER_BENCHMARKS);
    }

    @Test
    void everyBenchmarkRunsOnEveryBackend() throws RunnerException {
        var backends = available();
        var options = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20))
                .param("backend", backends)
                .param("members", "3")
                .param("lineBytes", "64")
                .param("ownPercent", "10")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        var results = new Runner(options).run();
        assertThat(names(results)).hasSize(MICRO_BENCHMARKS + SERVER_BENCHMARKS);
        assertThat(results.stream().filter(result -> result.getParams().getParam("backend") != null))
                .hasSize(SERVER_BENCHMARKS * backends.length);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore())
                        .isPositive()
                        .isFinite());
        assertThat(Arrays.asList(backends)).contains("nio", "virtual-threads");
    }

    private static Set<String> names(java.util.Collection<RunResult> results) {
        return results.stream()
                .map(result -> result.getParams().getBenchmark())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
