package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.net.Transport;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int LINES = 50;

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadReport run(Fault fault, int threads, Population population) throws Exception {
        return Calm.run(() -> {
            try (var server = new TestChatServer(fault)) {
                return run(server, threads, population);
            }
        });
    }

    private LoadReport run(TestChatServer server, int threads, Population population) throws Exception {
        var plan = new LoadPlan(
                server.address(),
                CLIENTS,
                SENDERS,
                new Arrivals.ConstantRate(100),
                Duration.ZERO,
                Duration.ofMillis(500),
                64,
                1,
                threads,
                transport,
                population);
        return new LoadRun(plan, LoadRunTest.SILENT, LoadRunTest.PATIENCE).run();
    }

    /** All of it arrives, but not before the measured time is over. */
    @Test
    void whatAStuckReaderHasMissedIsVerifiedAfterTheMeasuredTime() throws Exception {
        var report = run(Fault.NONE, 2, Population.builder().stuckReaders(2).build());
        assertThat(report.delivered()).isEqualTo(LINES * (CLIENTS - 1)).isEqualTo(report.expected());
        assertThat(report.measuredArrivals()).isLessThanOrEqualTo(LINES * (CLIENTS - 1 - 2));
        assertThat(report.unrulyLatencyNanos().getTotalCount()).isEqualTo(2 * LINES);
        assertThat(report.lastReceiverNanos().getTotalCount()).isEqualTo(LINES);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
    }

    @Test
    void aStuckReaderThatTheServerClosesIsNoFailure() throws Exception {
        var report =
                run(Fault.CLOSE_ONE, 1, Population.builder().stuckReaders(1).build());
        assertThat(report.unrulyClosed()).isEqualTo(1);
        assertThat(report.connectionsLost()).isZero();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.delivered()).isEqualTo(report.expected());
    }

    /** Its lines are nobody's, and what is measured is verified among them. */
    @Test
    void amongAFloodEveryLineIsVerified() throws Exception {
        var report = run(Fault.NONE, 1, Population.builder().floodingClients(1).build());
        assertThat(report.floodBytes()).isPositive();
        assertThat(report.faults().foreign()).isPositive();
        assertThat(report.faults().any()).isFalse();
        assertThat(report.delivered()).isEqualTo(LINES * (CLIENTS - 1)).isEqualTo(report.expected());
        assertThat(report.latencyNanos().getTotalCount()).isEqualTo(LINES * (CLIENTS - 2));
        assertThat(report.unrulyLatencyNanos().getTotalCount()).isEqualTo(LINES);
    }

    @Test
    void whoHasVanishedIsNotWaitedFor() throws Exception {
        assumeTrue(transport.canSilence());
        var report = run(Fault.NONE, 1, Population.builder().halfOpenClients(2).build());
        assertThat(report.delivered()).isEqualTo(LINES * (CLIENTS - 1 - 2)).isEqualTo(report.expected());
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.connectionsLost()).isZero();
    }

    /** They take part in all else. */
    @Test
    void whoNeverEndsALineReadsAsEverybodyDoes() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            long begin = System.nanoTime();
            var report = run(server, 2, Population.builder().slowlorisClients(2).build());
            int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            assertThat(report.delivered()).isEqualTo(LINES * (CLIENTS - 1)).isEqualTo(report.expected());
            assertThat(report.unrulyLatencyNanos().getTotalCount()).isEqualTo(2 * LINES);
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.unrulyClosed()).isZero();
            assertThat(server.awaitUnendedBytes(2))
                    .isBetween(2, 2 * (1 + seconds)); // one of each at once and after each second
        }
    }

    @Test
    void whatIsResetHasNoPartInWhatIsMeasured() throws Exception {
        var comers = new AtomicInteger();
        var report = Calm.run(
                () -> {
                    try (var server = new TestChatServer(Fault.NONE)) {
                        var resetting = run(
                                server,
                                1,
                                Population.builder().resetsPerSecond(200).build());
                        comers.set(server.awaitComers(CLIENTS + (int) resetting.resets()));
                        return resetting;
                    }
                },
                resetting -> resetting.resets() > 0);
        assertThat(report.resets()).isBetween(1L, 100L);
        assertThat(comers).hasValue(CLIENTS + (int) report.resets());
        assertThat(report.delivered()).isEqualTo(LINES * (CLIENTS - 1)).isEqualTo(report.expected());
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.connectionsLost()).isZero();
    }

    @Test
    void clientsConnectAtTheRateThatWasAskedFor() throws Exception {
        var report =
                run(Fault.NONE, 2, Population.builder().connectsPerSecond(100).build());
        assertThat(report.connectNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos()); // five times 10 ms
        assertThat(report.connectLatencyNanos().getTotalCount()).isEqualTo(CLIENTS);
        assertThat(report.delivered()).isEqualTo(report.expected());
    }
}
