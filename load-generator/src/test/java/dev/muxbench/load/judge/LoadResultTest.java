package dev.muxbench.load.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.judge.LoadReport.Connections;
import dev.muxbench.load.judge.LoadReport.Deliveries;
import dev.muxbench.load.judge.LoadReport.Joins;
import dev.muxbench.load.judge.LoadReport.Latencies;
import dev.muxbench.load.judge.LoadReport.Lines;
import dev.muxbench.load.judge.LoadReport.Times;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.FaultCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadResultTest {
    private static final String STOPPED =
            "part 2: stopped before its time: 10.0 s of 10.0 s measured; let it run to its end";
    private static final LoadPlan WHOLE = new LoadPlan(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            20,
            4,
            new Arrivals.ConstantRate(100),
            Duration.ZERO,
            Duration.ofSeconds(10),
            64,
            4,
            1,
            Transport.JDK);

    private static LoadReport report(int number, long lost, boolean stopped, Histogram latency) {
        return new LoadReport(
                new Part("run", number, 2).shareOf(WHOLE),
                new Lines(100L * number, 100L * number, 0, 0, 0, 0),
                new Deliveries(
                        latency.getTotalCount() + lost,
                        latency.getTotalCount(),
                        latency.getTotalCount() - number,
                        0,
                        0),
                new FaultCounts(lost, 0, 0, 0, 0, 0, 0, null, number, null, 0, null),
                new Connections(0, 0, 0, 0, 0, 0, 0),
                new Joins(0, 0, 0, null),
                new Times(10_000_000_000L + number, 1000L * number, number, stopped, null),
                Latencies.none().withResponse(latency),
                Conditions.unwatched(new ClockResolution(0, 1, 1)));
    }

    private static Histogram histogram(long... nanos) {
        var histogram = Recording.newHistogram();
        for (long value : nanos) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    /** Two parts that see very different latencies: the mean of their percentiles would be far off. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentilesAreThoseOfAllValues(long seed) {
        var random = new Random(seed);
        var all = Recording.newHistogram();
        var one = Recording.newHistogram();
        var other = Recording.newHistogram();
        for (int i = 0; i < 20_000; i++) {
            long value = 1 + (long) (Math.abs(random.nextGaussian()) * (i % 5 == 0 ? 1e8 : 1e6));
            (i % 5 == 0 ? one : other).recordValue(value);
            all.recordValue(value);
        }
        var merged = LoadResult.merged(WHOLE, List.of(report(1, 0, false, one), report(2, 0, false, other)))
                .report();
        assertThat(merged.latencies().response()).isEqualTo(all);
        for (double percentile : new double[] {0, 50, 90, 99, 99.9, 99.99, 100}) {
            assertThat(merged.latencies().response().getValueAtPercentile(percentile))
                    .isEqualTo(all.getValueAtPercentile(percentile));
        }
        assertThat(merged.latencies().response().getTotalCount()).isEqualTo(20_000);
    }

    @Test
    void countsAreAddedAndTimesAreTheLongest() {
        var result = LoadResult.merged(
                WHOLE, List.of(report(1, 0, false, histogram(5, 6, 7)), report(2, 0, false, histogram(8, 9))));
        var merged = result.report();
        assertThat(merged.plan()).isSameAs(WHOLE);
        assertThat(merged.lines().sent()).isEqualTo(300);
        assertThat(merged.lines().scheduled()).isEqualTo(300);
        assertThat(merged.deliveries().expected()).isEqualTo(5);
        assertThat(merged.deliveries().verified()).isEqualTo(5);
        assertThat(merged.deliveries().measured()).isEqualTo(2);
        assertThat(merged.faults().foreign()).isEqualTo(3);
        assertThat(merged.times().cpu()).isEqualTo(3);
        assertThat(merged.times().connect()).isEqualTo(2000);
        assertThat(merged.times().measured()).isEqualTo(10_000_000_002L);
        assertThat(result.verdict()).isEqualTo(new Verdict.Valid());
    }

    /** FAILED before INVALID before a missed objective. */
    @ParameterizedTest
    @CsvSource({
        "0, false, 1000, 0",
        "0, false, 5, 5",
        "0, true, 1000, 4",
        "0, true, 5, 4",
        "7, false, 1000, 3",
        "7, false, 5, 3",
        "7, true, 5, 3"
    })
    void theExitCodeIsThatOfTheWorst(long lost, boolean stopped, long bound, int exitCode) {
        var objective = new Objective(new Objective.Latency(100), Objective.Comparison.LESS, bound);
        var result = LoadResult.of(report(2, lost, stopped, histogram(5))).against(List.of(objective));
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.found()).singleElement().matches(found -> found.isMet() == (bound > 5));
    }

    @Test
    void theWorstVerdictIsThatOfAll() {
        var fine = report(1, 0, false, histogram(5));
        var stopped = report(2, 0, true, histogram(5));
        assertThat(LoadResult.merged(WHOLE, List.of(fine, stopped)).verdict())
                .isEqualTo(new Verdict.Invalid(List.of(STOPPED)));
        var lossy = report(1, 7, false, histogram(5));
        assertThat(LoadResult.merged(WHOLE, List.of(lossy, stopped)).verdict())
                .isEqualTo(new Verdict.Failed(List.of("part 1: 7 deliveries lost", STOPPED)));
    }
}
