package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.judge.Objective.Comparison;
import dev.muxbench.load.judge.Objective.Latency;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Interval.Phase;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EarlyEndTest {
    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final long MILLI = 1_000_000;

    private final List<String> told = new ArrayList<>();

    private static Objective objective(double percentile, Comparison comparison, long bound) {
        return new Objective(new Latency(percentile), comparison, bound);
    }

    private static LoadPlan plan(InetSocketAddress target, Arrivals arrivals, Duration duration) {
        return new LoadPlan(target, 11, 1, arrivals, Duration.ZERO, duration, 64, 1, 1, Transport.JDK);
    }

    private EarlyEnd earlyEnd(Objective objective, Arrivals arrivals) {
        return new EarlyEnd(List.of(objective), List.of(plan(NOBODY, arrivals, Duration.ofSeconds(10))), told::add);
    }

    private static Interval second(long latency, long deliveries) {
        var latencies = Recording.newHistogram();
        latencies.recordValueWithCount(latency, deliveries);
        return new Interval(0, 1000 * MILLI, Phase.MEASURED, 100, deliveries, latencies, 0);
    }

    /** 1000 lines to 10 receivers: a hundred deliveries may be above the p99's bound, with the one line more that rounding may make. */
    @Test
    void aPercentileIsMissedWhenNotEvenAllTheRestCouldSaveIt() {
        var end = earlyEnd(objective(99, Comparison.LESS, MILLI), new Arrivals.ConstantRate(100));
        end.onInterval(second(2 * MILLI, 100));
        end.onInterval(second(MILLI / 2, 1000));
        assertThat(told).isEmpty();
        end.onInterval(second(MILLI, 1));
        assertThat(told)
                .containsExactly("p99 < 1 ms cannot be met any more, 101 deliveries were above it and 100 may be");
        end.onInterval(second(MILLI, 1));
        assertThat(told).hasSize(1);
    }

    /** At random, more lines may come than on average. */
    @Test
    void chanceIsAllowedFor() {
        var rate = new Arrivals.ConstantRate(100);
        var end = earlyEnd(objective(99, Comparison.LESS, MILLI), new Arrivals.Poisson(rate, 1));
        end.onInterval(second(2 * MILLI, 118));
        assertThat(told).isEmpty();
        end.onInterval(second(2 * MILLI, 2));
        assertThat(told).hasSize(1);
    }

    @Test
    void ofAClosedLoopOneDeliveryDecidesTheMaximumOnly() {
        var window = new Arrivals.ClosedWindow(10);
        earlyEnd(objective(50, Comparison.LESS, MILLI), window).onInterval(second(2 * MILLI, 1_000_000));
        assertThat(told).isEmpty();
        earlyEnd(objective(100, Comparison.AT_MOST, MILLI), window).onInterval(second(2 * MILLI, 1));
        assertThat(told).hasSize(1);
    }

    @Test
    void aLowerBoundIsNeverOutOfReach() {
        earlyEnd(objective(100, Comparison.MORE, MILLI), new Arrivals.ConstantRate(100))
                .onInterval(second(MILLI / 2, 1_000_000));
        assertThat(told).isEmpty();
    }

    private static LoadReport run(TestChatServer server, List<Objective> objectives) throws Exception {
        var plan = plan(server.address(), new Arrivals.ConstantRate(500), FOREVER);
        var run = new AtomicReference<LoadRun>();
        LoadListener end =
                new EarlyEnd(objectives, List.of(plan), why -> run.get().endEarly(why));
        run.set(new LoadRun(plan, end, LoadRunTest.LOSS_IS_CERTAIN));
        return run.get().run();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_ONE", "DOUBLE_ONE", "SWAP_TWO", "DAMAGE_ONE", "ECHO_ONE"})
    void aWrongDeliveryEndsALoadOfAnHour(Fault fault) throws Exception {
        try (var server = new TestChatServer(fault)) {
            var verdict = run(server, List.of()).verdict();
            assertThat(verdict).isInstanceOf(Verdict.Failed.class);
            assertThat(verdict.why())
                    .last()
                    .asString()
                    .startsWith("ended early, deliveries were lost or wrong: ")
                    .endsWith(" s of 3600.0 s measured");
        }
    }

    /** Whatever the machine was like: it was not stopped by the user. */
    @Test
    void aBoundThatIsOutOfReachEndsALoadOfAnHour() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var objectives = List.of(objective(100, Comparison.LESS, 1));
            var result = LoadResult.of(run(server, objectives)).against(objectives);
            assertThat(result.exitCode()).isIn(4, Verdict.MISSED);
            assertThat(result.verdict().why()).last().asString().startsWith("ended early, max < 0.000001 ms cannot");
            assertThat(result.found()).noneMatch(Objective.Found::isMet);
        }
    }
}
