package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.verify.FaultCounts;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One or two clients that read slowly, on a server of the test's own. */
@ParameterizedClass
@EnumSource(Transport.class)
class SlowReadersTest {
    private static final int CLIENTS = 6;
    private static final Duration DURATION = Duration.ofMillis(250);
    private static final Arrivals RATE = new Arrivals.ConstantRate(200);

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadPlan plan(
            TestChatServer server, Arrivals arrivals, Duration duration, int threads, Population population) {
        return new LoadPlan(
                server.address(), CLIENTS, 2, arrivals, Duration.ZERO, duration, 64, 1, threads, transport, population);
    }

    private LoadReport run(Fault fault, int threads, Population population) throws Exception {
        return run(fault, threads, population, LoadRunTest.PATIENT);
    }

    private LoadReport run(Fault fault, int threads, Population population, RunSettings settings) throws Exception {
        try (var server = new TestChatServer(fault)) {
            var plan = plan(server, RATE, DURATION, threads, population);
            return LoadRunTest.load(plan, settings).run();
        }
    }

    /** 1000 bytes a second, and 100 ahead of that, are four lines in a quarter of a second, of fifty. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 3"})
    void whatASlowReaderIsBehindByIsVerifiedAfterTheMeasuredTime(int slow, int threads) throws Exception {
        var report = run(
                Fault.NONE,
                threads,
                Population.builder()
                        .unruly(Role.SLOW_READER, slow)
                        .slowBytesPerSecond(1000)
                        .build());
        int fast = CLIENTS - 1 - slow;
        assertThat(report.deliveries().verified())
                .isEqualTo(50 * (CLIENTS - 1))
                .isEqualTo(report.deliveries().expected());
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().measured()).isLessThanOrEqualTo(50L * fast + 4L * slow);
        assertThat(report.latencies().unruly().getTotalCount()).isEqualTo(50L * slow);
        assertThat(report.latencies().response().getTotalCount()).isEqualTo(50L * fast);
        assertThat(report.latencies().lastReceiver().getTotalCount()).isEqualTo(50);
        assertThat(report.connections().unrulyClosed()).isZero();
    }

    /** One byte a second: the loop would stand still if it waited for them. */
    @Test
    void aClosedLoopDoesNotWaitForSlowReaders() throws Exception {
        var population = Population.builder()
                .unruly(Role.SLOW_READER, 2)
                .slowBytesPerSecond(1)
                .build();
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = plan(server, new Arrivals.ClosedWindow(8), LoadRunTest.LONGEST, 1, population);
            var run = LoadRunTest.load(plan, LoadRunTest.PATIENT);
            server.when(() -> server.linesRelayed() >= 100, run::stop);
            var report = run.run();
            assertThat(report.lines().sent()).isGreaterThanOrEqualTo(100);
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isEqualTo(report.deliveries().expected());
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"DROP_ONE, 1, 0", "DOUBLE_ONE, 0, 1"})
    void aFaultTowardsASlowReaderIsFoundOut(Fault fault, int lost, int duplicated) throws Exception {
        var population = Population.builder()
                .unruly(Role.SLOW_READER, 1)
                .slowBytesPerSecond(1000)
                .build();
        var report = run(fault, 1, population, lost > 0 ? LoadRunTest.LOSS_IS_CERTAIN : LoadRunTest.PATIENT);
        assertThat(report.faults().lost()).isEqualTo(lost);
        assertThat(report.faults().duplicated()).isEqualTo(duplicated);
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void oneThatTheServerClosesIsCountedApartAndMissesNothing() throws Exception {
        var report = run(
                Fault.CLOSE_ONE,
                1,
                Population.builder()
                        .unruly(Role.SLOW_READER, 1)
                        .slowBytesPerSecond(1000)
                        .build());
        assertThat(report.connections().unrulyClosed()).isEqualTo(1);
        assertThat(report.connections().lost()).isZero();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().verified())
                .isEqualTo(report.deliveries().expected())
                .isEqualTo(50 * (CLIENTS - 2) + 19);
        assertThat(report.verdict()).isNotInstanceOf(Verdict.Failed.class);
    }

    @Test
    void someReadSlowlyWhileOthersComeAndGo() throws Exception {
        var report = run(
                Fault.NONE,
                2,
                Population.builder()
                        .unruly(Role.SLOW_READER, 2)
                        .slowBytesPerSecond(1000)
                        .joinsPerSecond(200)
                        .build());
        assertThat(report.joins().done()).isEqualTo(50).isEqualTo(report.joins().scheduled());
        assertThat(report.latencies().unruly().getTotalCount()).isEqualTo(100);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
    }
}
