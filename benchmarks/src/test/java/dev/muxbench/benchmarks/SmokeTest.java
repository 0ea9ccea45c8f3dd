package dev.muxbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once: what it measures here is worth nothing, that it ends without a complaint is. */
@Tag("commands")
class SmokeTest {
    private static final int MICRO_BENCHMARKS = 19;
    private static final int SERVER_BENCHMARKS = 5;
    private static final int MEMBERS = 3;

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
                .param("members", String.valueOf(MEMBERS))
                .param("lineBytes", "64")
                .param("ownPercent", "10")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        var results = new Runner(options).run();
        assertThat(names(results)).hasSize(MICRO_BENCHMARKS + SERVER_BENCHMARKS);
        assertThat(Arrays.asList(backends)).contains("nio", "virtual-threads");
        assertThat(runs(results)).isEqualTo(runs(backends.length));
        assertThat(results)
                .filteredOn(result -> simpleClass(result).equals("FanOutBenchmark"))
                .allSatisfy(SmokeTest::assertEachMemberGotEachLine);
    }

    /** Of the benchmarks of each class, with all texts, all ways to read and all backends. */
    private static Map<String, Integer> runs(int backends) {
        int texts = 2;
        int brokenTexts = 3;
        int reads = 2;
        return Map.ofEntries(
                Map.entry("CommandBenchmark", 2),
                Map.entry("DecodeBenchmark", 3),
                Map.entry("FramingBenchmark", 2 * texts * reads),
                Map.entry("LogBenchmark", 3),
                Map.entry("PublishBenchmark", 5),
                Map.entry("RelayBenchmark", 2),
                Map.entry("SanitizeBenchmark", 2 * brokenTexts),
                Map.entry("BroadcastLatencyBenchmark", backends),
                Map.entry("ConnectBenchmark", backends),
                Map.entry("FanOutBenchmark", backends),
                Map.entry("JoinLeaveBenchmark", backends),
                Map.entry("RoundTripBenchmark", backends));
    }

    private static Map<String, Integer> runs(Collection<RunResult> results) {
        return results.stream().collect(Collectors.groupingBy(SmokeTest::simpleClass, Collectors.summingInt(r -> 1)));
    }

    private static String simpleClass(RunResult result) {
        return result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+)\\.\\w+$", "$1");
    }

    private static void assertEachMemberGotEachLine(RunResult result) {
        double lines = result.getPrimaryResult().getScore();
        double deliveries = result.getSecondaryResults().get("deliveries").getScore();
        assertThat(deliveries / lines).isCloseTo(MEMBERS, within(1e-6));
    }

    private static Set<String> names(Collection<RunResult> results) {
        return results.stream()
                .map(result -> result.getParams().getBenchmark())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
