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
import dev.muxbench.load.verify.FaultCounts;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Transport.class)
class ReconnectTest {
    private static final int CLIENTS = 6;
    private static final int LINES = 200;

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadReport run(TestChatServer server, int threads, int reconnects, RunSettings settings) throws Exception {
        var plan = new LoadPlan(
                server.address(),
                CLIENTS,
                2,
                new Arrivals.ConstantRate(200),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                threads,
                transport,
                Population.builder().reconnects(reconnects).build());
        return LoadRunTest.load(plan, settings).run();
    }

    /** A receiver, a sender whose last line was not accepted, everybody: all come back, and nothing else is missing. */
    @ParameterizedTest
    @CsvSource({"CLOSE_ONE, 1, 1", "CLOSE_SENDER, 1, 1", "CLOSE_SENDER, 1, 2", "CLOSE_ALL, 6, 1", "CLOSE_ALL, 6, 3"})
    void whoseConnectionBreaksComesBack(Fault fault, int broken, int threads) throws Exception {
        try (var server = new TestChatServer(fault)) {
            var report = run(server, threads, 5, LoadRunTest.PATIENT);
            assertThat(report.connections().broken()).isEqualTo(broken);
            assertThat(report.connections().reconnected()).isEqualTo(broken);
            assertThat(report.latencies().outage().getTotalCount()).isEqualTo(broken);
            assertThat(report.connections().lost()).isZero();
            assertThat(report.lines().sent())
                    .isEqualTo(LINES)
                    .isEqualTo(report.lines().scheduled());
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.deliveries().expected())
                    .isLessThan(LINES * (CLIENTS - 1));
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.verdict()).isNotInstanceOf(Verdict.Failed.class);
        }
    }

    /** What the others lose meanwhile is no less of a fault. */
    @Test
    void aLineThatSomeReceiveIsOwedToAll() throws Exception {
        try (var server = new TestChatServer(Fault.DROP_ONE)) {
            var report = run(server, 1, 5, LoadRunTest.LOSS_IS_CERTAIN);
            assertThat(report.faults().lost()).isEqualTo(1);
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
        }
    }

    @Test
    void whoDoesNotGetInAgainIsAFailure() throws Exception {
        try (var server = new TestChatServer(Fault.SHUT_DOWN)) {
            var report = run(server, 2, 1, LoadRunTest.PATIENT);
            assertThat(report.connections().reconnected()).isZero();
            assertThat(report.joins().failed()).isEqualTo(CLIENTS);
            assertThat(report.verdict().describe()).contains("6 clients did not come back: ");
        }
    }
}
