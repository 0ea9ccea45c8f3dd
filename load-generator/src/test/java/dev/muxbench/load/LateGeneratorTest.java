package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.client.Client;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.verify.FaultCounts;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A generator that stands still once while it measures, by a network that sleeps: lines that become due meanwhile are sent late, and
 * the figures must say so. At r lines/s and a stall of S, the n lines with n/r &lt; S - x are late by more than x, on any machine.
 */
@ParameterizedClass
@EnumSource(Transport.class)
class LateGeneratorTest {
    private static final int CLIENTS = 5;
    private static final int RECEIVERS = CLIENTS - 1;
    private static final int RATE = 1000;
    private static final Duration DURATION = Duration.ofMillis(500);
    private static final Duration STALL = Duration.ofMillis(200);
    private static final int LINES = 500;
    private static final int READS_BEFORE = 20;

    @Parameter
    private Transport transport = Transport.JDK;

    /** Sleeps once, at a turn of its thread after the first lines were received. */
    private static final class SleepyNetwork extends WatchedNetwork {
        private int reads;
        private boolean slept;

        SleepyNetwork(Network<Client> network) {
            super(network);
        }

        @Override
        void beforeSelect() {
            if (reads > READS_BEFORE && !slept) {
                slept = true;
                try {
                    Thread.sleep(STALL);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        void onRead(Client client) {
            reads++;
        }
    }

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadPlan plan(TestChatServer server, Arrivals arrivals, Duration duration) {
        return new LoadPlan(server.address(), CLIENTS, 1, arrivals, Duration.ZERO, duration, 64, 1, 1, transport);
    }

    private LoadReport runWithStall() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = plan(server, new Arrivals.ConstantRate(RATE), DURATION);
            return new LoadRun(plan, LoadRunTest.SILENT, LoadRunTest.PATIENT, () -> new SleepyNetwork(transport.open()))
                    .run();
        }
    }

    /** Values of x or more. */
    private static long countFrom(Histogram nanos, Duration x) {
        return nanos.getCountBetweenValues(x.toNanos(), nanos.getMaxValue());
    }

    @Test
    void whatBecameDueInTheStallIsLate() throws Exception {
        var report = runWithStall();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.latencies().response().getTotalCount()).isEqualTo(LINES * RECEIVERS);
        assertThat(report.latencies().service().getTotalCount()).isEqualTo(LINES * RECEIVERS);
        assertThat(report.latencies().scheduleError().getTotalCount()).isEqualTo(LINES);
        for (int x : new int[] {1, 25, 50, 100, 150, 190}) {
            long late = (STALL.toMillis() - x) * RATE / 1000 - 1; // one due at the end of the stall may be in time
            var least = Duration.ofMillis(x);
            assertThat(countFrom(report.latencies().scheduleError(), least))
                    .as("lines sent %d ms late", x)
                    .isGreaterThanOrEqualTo(late);
            assertThat(countFrom(report.latencies().response(), least))
                    .as("deliveries %d ms late", x)
                    .isGreaterThanOrEqualTo(late * RECEIVERS);
        }
        assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
        assertThat(report.verdict().why()).anyMatch(reason -> reason.startsWith("the generator was late itself"));
        assertThat(report.verdict().exitCode()).isEqualTo(4);
    }

    /** Each delivery's response time is its line's schedule error and its own service time, and so are the means. */
    @Test
    void responseIsScheduleErrorAndService() throws Exception {
        var report = runWithStall();
        double response = report.latencies().response().getMean();
        double error = report.latencies().scheduleError().getMean();
        assertThat(error).isGreaterThan(STALL.toNanos() * 0.15); // 200 lines of 500, 100 ms each: 40 ms
        assertThat(report.latencies().service().getMean()).isCloseTo(response - error, within(response * 0.01));
    }

    @Test
    void inAClosedLoopBothAreTheSameAndRecordedOnce() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = plan(server, new Arrivals.ClosedWindow(4), LoadRunTest.LONGEST);
            var run = LoadRunTest.load(plan, LoadRunTest.PATIENT);
            server.when(() -> server.linesRelayed() >= 100, run::stop);
            var report = run.run();
            assertThat(report.latencies().response().getTotalCount())
                    .isEqualTo(report.lines().sent() * RECEIVERS);
            assertThat(report.latencies().service().getTotalCount()).isZero();
        }
    }
}
