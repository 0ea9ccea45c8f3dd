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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Transport.class)
class UnrulyTest {
    private static final int CLIENTS = 6;
    private static final int SENDERS = 2;
    private static final Arrivals RATE = new Arrivals.ConstantRate(2000);
    private static final Duration DURATION = Duration.ofMillis(25);
    private static final int LINES = 50;

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadPlan plan(TestChatServer server, Duration duration, int threads, Population population) {
        return new LoadPlan(
                server.address(),
                CLIENTS,
                SENDERS,
                RATE,
                Duration.ZERO,
                duration,
                64,
                1,
                threads,
                transport,
                population);
    }

    private LoadReport run(Fault fault, int threads, Population population) throws Exception {
        try (var server = new TestChatServer(fault)) {
            return LoadRunTest.load(plan(server, DURATION, threads, population), LoadRunTest.PATIENT)
                    .run();
        }
    }

    /** @param condition looked at when a line has been relayed */
    private LoadReport runUntil(BooleanSupplier condition, TestChatServer server, int threads, Population population)
            throws Exception {
        var plan = plan(server, LoadRunTest.LONGEST, threads, population);
        var run = LoadRunTest.load(plan, LoadRunTest.PATIENT);
        server.when(condition, run::stop);
        return run.run();
    }

    /** All of it arrives, but not before the measured time is over. */
    @Test
    void whatAStuckReaderHasMissedIsVerifiedAfterTheMeasuredTime() throws Exception {
        var report = run(
                Fault.NONE, 2, Population.builder().unruly(Role.STUCK_READER, 2).build());
        assertThat(report.deliveries().verified())
                .isEqualTo(LINES * (CLIENTS - 1))
                .isEqualTo(report.deliveries().expected());
        assertThat(report.deliveries().measured()).isLessThanOrEqualTo(LINES * (CLIENTS - 1 - 2));
        assertThat(report.latencies().unruly().getTotalCount()).isEqualTo(2 * LINES);
        assertThat(report.latencies().lastReceiver().getTotalCount()).isEqualTo(LINES);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
    }

    @Test
    void aStuckReaderThatTheServerClosesIsNoFailure() throws Exception {
        var report = run(
                Fault.CLOSE_ONE,
                1,
                Population.builder().unruly(Role.STUCK_READER, 1).build());
        assertThat(report.connections().unrulyClosed()).isEqualTo(1);
        assertThat(report.connections().lost()).isZero();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
        assertThat(report.verdict()).isNotInstanceOf(Verdict.Failed.class);
    }

    /** Its lines are nobody's, and what is measured is verified among them. */
    @Test
    void amongAFloodEveryLineIsVerified() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var report = runUntil(
                    () -> server.linesRelayed() >= 2000,
                    server,
                    1,
                    Population.builder().unruly(Role.FLOODING, 1).build());
            assertThat(report.connections().floodBytes()).isPositive();
            assertThat(report.faults().foreign()).isPositive();
            assertThat(report.faults().any()).isFalse();
            assertThat(report.lines().sent()).isPositive();
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isEqualTo(report.deliveries().expected());
            assertThat(report.latencies().response().getTotalCount())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 2));
            assertThat(report.latencies().unruly().getTotalCount())
                    .isEqualTo(report.lines().sent());
        }
    }

    @Test
    void whoHasVanishedIsNotWaitedFor() throws Exception {
        assumeTrue(transport.canSilence());
        var report = run(
                Fault.NONE, 1, Population.builder().unruly(Role.HALF_OPEN, 2).build());
        assertThat(report.deliveries().verified())
                .isEqualTo(LINES * (CLIENTS - 1 - 2))
                .isEqualTo(report.deliveries().expected());
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.connections().lost()).isZero();
    }

    /** They take part in all else. */
    @Test
    void whoNeverEndsALineReadsAsEverybodyDoes() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            long begin = System.nanoTime();
            var report = runUntil(
                    () -> server.linesRelayed() >= LINES && server.speakers() == SENDERS,
                    server,
                    2,
                    Population.builder().unruly(Role.SLOWLORIS, 2).build());
            int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            assertThat(report.lines().sent()).isGreaterThanOrEqualTo(LINES);
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isEqualTo(report.deliveries().expected());
            assertThat(report.latencies().unruly().getTotalCount())
                    .isEqualTo(2 * report.lines().sent());
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.connections().unrulyClosed()).isZero();
            assertThat(server.awaitUnendedBytes(2))
                    .isBetween(2, 2 * (1 + seconds)); // one of each at once and after each second
        }
    }

    @Test
    void whatIsResetHasNoPartInWhatIsMeasured() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var report = runUntil(
                    () -> server.comers() >= CLIENTS + 20 && server.linesRelayed() >= LINES,
                    server,
                    1,
                    Population.builder().resetsPerSecond(1000).build());
            double seconds = report.times().measured() / 1e9;
            assertThat((double) report.connections().resets()).isBetween(20.0, 1 + 1000 * seconds);
            assertThat(server.awaitComers(CLIENTS + (int) report.connections().resets()))
                    .isEqualTo(CLIENTS + (int) report.connections().resets());
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isEqualTo(report.deliveries().expected());
            assertThat(report.lines().sent()).isGreaterThanOrEqualTo(LINES);
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.connections().lost()).isZero();
        }
    }

    @Test
    void clientsConnectAtTheRateThatWasAskedFor() throws Exception {
        var report =
                run(Fault.NONE, 2, Population.builder().connectsPerSecond(100).build());
        assertThat(report.times().connect())
                .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos()); // five times 10 ms
        assertThat(report.latencies().connect().getTotalCount()).isEqualTo(CLIENTS);
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
    }
}
