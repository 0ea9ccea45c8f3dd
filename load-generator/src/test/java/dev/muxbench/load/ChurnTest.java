package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.net.Transport;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come and go, on a server of the test's own, which does its job or one thing wrong. */
@ParameterizedClass
@EnumSource(Transport.class)
class ChurnTest {
    private static final int CLIENTS = 6;
    private static final Arrivals RATE = new Arrivals.ConstantRate(100);
    private static final Population TWO_HUNDRED =
            Population.builder().joinsPerSecond(400).build();
    private static final Population THREE =
            Population.builder().joinsPerSecond(5).build();

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    /** For half a second in all. */
    private LoadReport run(Fault fault, int senders, Arrivals arrivals, int threads, Population population)
            throws Exception {
        return Calm.run(() -> runOnce(fault, senders, arrivals, threads, population));
    }

    private LoadReport runOnce(Fault fault, int senders, Arrivals arrivals, int threads, Population population)
            throws Exception {
        try (var server = new TestChatServer(fault, CLIENTS)) {
            var plan = new LoadPlan(
                    server.address(),
                    CLIENTS,
                    senders,
                    arrivals,
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    64,
                    1,
                    threads,
                    transport,
                    population);
            return new LoadRun(plan, LoadRunTest.SILENT, LoadRunTest.PATIENCE).run();
        }
    }

    private static void assertAllVerified(LoadReport report, int joins) {
        assertThat(report.joinsScheduled()).isEqualTo(joins);
        assertThat(report.joinsDone()).isEqualTo(joins);
        assertThat(report.joinsFailed()).isZero();
        assertThat(report.connectionsLost()).isZero();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.delivered()).isPositive().isEqualTo(report.expected());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void twoHundredJoinsAreVerified(int threads) throws Exception {
        var report = run(Fault.NONE, 2, RATE, threads, TWO_HUNDRED);
        assertAllVerified(report, 200);
        assertThat(report.joinLatencyNanos().getTotalCount()).isEqualTo(160);
        assertThat(report.sent()).isEqualTo(50);
        assertThat(report.expected()).isBetween(50L, 50L * (CLIENTS - 1)); // the other sender has all of them
    }

    /** If but one line is waited for after its last receiver has left, nothing is sent any more. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 3"})
    void aClosedLoopGoesOnWhileClientsComeAndGo(int senders, int threads) throws Exception {
        var report = Calm.run(
                () -> runOnce(Fault.NONE, senders, new Arrivals.ClosedWindow(1), threads, TWO_HUNDRED),
                running -> running.latencyNanos().getTotalCount() > 0);
        assertAllVerified(report, 200);
        assertThat(report.latencyNanos().getTotalCount()).isPositive(); // of lines that were due after many had left
        assertThat(report.untrackedLines()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"GREET_LATE", "GREET_AFTER_THE_LAST_LINE"})
    void aGreetingThatComesAfterLinesIsNoFault(Fault fault) throws Exception {
        assertAllVerified(run(fault, 1, RATE, 1, THREE), 3);
    }

    @ParameterizedTest
    @CsvSource({
        "SKIP_JOINERS_LINE, 1, 1, 0",
        "DOUBLE_JOINERS_LINE, 0, 0, 1",
        "BEGIN_LATE, 1, 29, 0",
        "SEND_NOTHING, 1, 50, 0"
    })
    @Tag("slow") // what is missing is waited for
    void eachFaultTowardsAClientThatIsBackIsFoundOut(Fault fault, int leastLost, int mostLost, int duplicated)
            throws Exception {
        var report = run(fault, 1, RATE, 1, THREE);
        assertThat(report.joinsDone()).isEqualTo(3);
        assertThat(report.faults().lost()).as("lost").isBetween((long) leastLost, (long) mostLost);
        assertThat(report.faults().duplicated()).as("duplicated").isEqualTo(duplicated);
        assertThat(report.faults().reordered()).as("reordered").isZero();
        assertThat(report.expected() - report.delivered())
                .isEqualTo(report.faults().lost());
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"REFUSE, closed the connection", "NEVER_GREET, did not let a client in again"})
    @Tag("slow")
    void aClientThatIsNotLetInAgainFailsTheRunWithAReason(Fault fault, String reason) throws Exception {
        var report = run(fault, 1, RATE, 1, THREE);
        assertThat(report.joinsDone()).isEqualTo(2);
        assertThat(report.joinsFailed()).isEqualTo(1);
        assertThat(report.joinFailure()).contains(reason);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.delivered()).isEqualTo(report.expected());
        assertThat(report.verdict().describe()).startsWith("FAILED: 1 clients did not come back: ");
    }

    @Test
    @Tag("slow")
    void oneThatIsClosedWhenItIsBackIsALostConnection() throws Exception {
        var report = run(Fault.CLOSE_ONE, 1, RATE, 1, THREE); // the last one that has come
        assertThat(report.connectionsLost()).isEqualTo(1);
        assertThat(report.faults().lost()).isPositive();
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
    }
}
