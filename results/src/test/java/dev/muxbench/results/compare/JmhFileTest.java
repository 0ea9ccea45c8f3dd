package dev.muxbench.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.results.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhFileTest {
    private static final int FORKS = 6; // enough for two rows

    @TempDir
    private Path folder;

    private int files;

    private Run read(String... entries) throws IOException {
        var file = folder.resolve("jmh" + ++files + ".json");
        return RunReader.read(
                Files.writeString(file, "[" + String.join(",", entries) + "]").toString());
    }

    private static String entry(String benchmark, String mode, int threads, String metric, String secondary) {
        return "{\"benchmark\": \"%s\", \"mode\": \"%s\", \"threads\": %d, \"primaryMetric\": %s, \"secondaryMetrics\": {%s}}"
                .formatted(benchmark, mode, threads, metric, secondary);
    }

    private static String entry(String benchmark, String unit, double value) {
        return entry(benchmark, unit.startsWith("ops/") ? "thrpt" : "avgt", 1, metric(unit, value), "");
    }

    /** Forks of two iterations that differ by far less than one value from another. */
    private static String metric(String unit, double value) {
        var forks = IntStream.range(0, FORKS)
                .mapToObj(fork -> List.of(value * (1 + 0.001 * fork), value * (1 + 0.002 * fork)))
                .toList();
        return metric(unit, String.valueOf(value), forks.toString());
    }

    private static String metric(String unit, String score, String rawData) {
        return "{\"score\": %s, \"scoreUnit\": \"%s\", \"rawData\": %s}".formatted(score, unit, rawData);
    }

    private static void assertTheSame(Run base, Run fresh) {
        assertThat(Comparison.of(base, fresh).rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.ratio()).isEqualTo(1);
            assertThat(row.finding()).isEqualTo(Finding.NO_DIFFERENCE_SHOWN);
        });
    }

    @Test
    void eachForkIsOneValue() throws IOException {
        var series = read("""
                {"benchmark": "a.B.c", "mode": "thrpt", "params": {"size": "64", "kind": "x"},
                 "primaryMetric": {"score": 2.5, "scoreUnit": "ops/s", "rawData": [[1, 2], [3, 4, 5]]}}""", """
                {"benchmark": "a.B.d", "mode": "sample", "primaryMetric": {"score": 2, "scoreUnit": "us/op",
                 "rawDataHistogram": [[[[1, 3], [5, 1]], [[8, 1], [9, 3]]], [[[7, 2]], []]]}}""").series();
        assertThat(series)
                .containsExactly(
                        new Series("a.B.c thrpt kind=x size=64", "ops/s", true, 2.75, List.of(1.5, 4.0), List.of(0, 1)),
                        new Series("a.B.d sample", "us/op", false, 6.1875, List.of(5.375, 7.0), List.of(0, 1)));
    }

    /** Twenty iterations of two forks say no more than two forks. */
    @Test
    void iterationsAreNoTrials() throws IOException {
        var slow = "[[2, 2, 2, 2, 2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]]";
        var base = read(entry("B.c", "avgt", 1, metric("ns/op", "1", slow.replace('2', '1')), ""));
        var fresh = read(entry("B.c", "avgt", 1, metric("ns/op", "2", slow), ""));
        assertThat(Comparison.of(base, fresh).rows().getFirst().finding()).isEqualTo(Finding.TOO_FEW_TRIALS);
    }

    @Test
    void theSameInAnotherUnitIsTheSame() throws IOException {
        assertTheSame(read(entry("B.c", "ms/op", 2)), read(entry("B.c", "us/op", 2000)));
        assertTheSame(read(entry("B.c", "us/op", 2000)), read(entry("B.c", "ms/op", 2)));
        assertTheSame(read(entry("B.c", "min/op", 0.07)), read(entry("B.c", "s/op", 4.2)));
        assertTheSame(read(entry("B.c", "ops/s", 3e6)), read(entry("B.c", "ops/ms", 3e3)));
        assertTheSame(read(entry("B.c", "ops/ns", 0.003)), read(entry("B.c", "ops/day", 0.003 * 86_400e9)));
    }

    @Test
    void aFinerUnitHidesNoRegression() throws IOException {
        var comparison = Comparison.of(read(entry("B.c", "us/op", 2000)), read(entry("B.c", "ms/op", 20)));
        var row = comparison.rows().getFirst();
        assertThat(row.finding()).isEqualTo(Finding.WORSE);
        assertThat(row.ratio()).isCloseTo(10, within(1e-9));
        assertThat(row.fresh()).isCloseTo(10 * row.base(), within(1e-6));
        assertThat(row.newSeries().unit()).isEqualTo("us/op");
    }

    @Test
    void unitsOfDifferentThingsAreNotCompared() throws IOException {
        var comparison = Comparison.of(read(entry("B.c", "ms/op", 2)), read(entry("B.c", "B/op", 2)));
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.leftOut()).containsExactly("not compared, ms/op and B/op: B.c avgt");
    }

    @Test
    void resultsWithMoreThreadsHaveANameOfTheirOwn() throws IOException {
        var one = entry("p.B.inc", "ops/us", 100);
        var base = read(one, entry("p.B.inc", "thrpt", 4, metric("ops/us", 20), ""));
        var fresh = read(one, entry("p.B.inc", "thrpt", 4, metric("ops/us", 5), ""));
        assertTheSame(base, base);
        assertThat(Comparison.of(base, fresh).regressions(0.05))
                .extracting(row -> row.baseSeries().name())
                .containsExactly("p.B.inc thrpt threads=4");
    }

    @Test
    void whatIsNoNumberIsNamed() throws IOException {
        var unsampled = """
                {"benchmark": "p.B.d", "mode": "sample", "primaryMetric": {"score": "NaN", "scoreUnit": "us/op",
                 "rawDataHistogram": [[[], []]]}}""";
        var run = read(
                entry("p.B.a", "ns/op", 10),
                entry("p.B.b", "avgt", 1, metric("ns/op", "\"NaN\"", "[[20]]"), ""),
                entry("p.B.c", "avgt", 1, metric("ns/op", "\"+INF\"", "[[\"+INF\"]]"), ""),
                unsampled);
        var comparison = Comparison.of(run, run);
        assertThat(comparison.rows()).extracting(row -> row.baseSeries().name()).containsExactly("p.B.a avgt");
        assertThat(comparison.leftOut())
                .containsExactly(
                        "n/a, not a positive figure in both: p.B.b avgt",
                        "n/a, not a positive figure in both: p.B.c avgt",
                        "n/a, not a positive figure in both: p.B.d sample");
    }

    @Test
    void secondaryMetricsAreRowsIfItIsKnownWhichWayIsBetter() throws IOException {
        var base = read(entry("p.B.a", "avgt", 1, metric("ns/op", 10), secondary(1000, 50)));
        var fresh = read(entry("p.B.a", "avgt", 1, metric("ns/op", 10), secondary(5000, 50)));
        var comparison = Comparison.of(base, fresh);
        assertThat(comparison.rows())
                .extracting(row -> row.baseSeries().name())
                .containsExactly("p.B.a avgt", "p.B.a avgt: gc.alloc.rate.norm", "p.B.a avgt: put");
        assertThat(comparison.regressions(0.05))
                .extracting(row -> row.baseSeries().name())
                .containsExactly("p.B.a avgt: gc.alloc.rate.norm");
        assertThat(comparison.leftOut())
                .containsExactly("not compared, 3 secondary metrics: gc.alloc.rate, gc.count, p0.99");
    }

    private static String secondary(double allocated, double put) {
        return "\"gc.alloc.rate\": %s, \"·gc.alloc.rate.norm\": %s, \"gc.count\": %s, \"p0.99\": %s, \"put\": %s"
                .formatted(
                        metric("MB/sec", 9),
                        metric("B/op", allocated),
                        metric("counts", 3),
                        metric("ns/op", 20),
                        metric("ops/us", put));
    }

    @Test
    void aFileOfJmhHasNoBackends() throws IOException {
        var run = read(entry("B.c", "ns/op", 1));
        assertThatThrownBy(() -> RunReader.read(run.source() + "@nio"))
                .hasMessageEndingWith("jmh1.json has results of JMH's, of no backend nio");
    }

    @Test
    void someOtherJsonIsNoJmh() {
        assertThatThrownBy(() -> read(entry("B.c", "ns/op", 1), "{\"benchmark\": \"B.d\"}"))
                .hasMessageEndingWith("jmh1.json is no JSON of JMH's: its entry 2 has no benchmark with a score");
    }
}
