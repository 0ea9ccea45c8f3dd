package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
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
    private static final Duration DURATION = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofMillis(400);
    private static final int READS_BEFORE = 20;

    @Parameter
    private Transport transport = Transport.JDK;

    /** Sleeps once, at a turn of its thread after the first lines were received. */
    private static final class SleepyNetwork implements Network<Client> {
        private final Network<Client> network;
        private final Duration sleep;
        private int reads;
        private boolean slept;

        SleepyNetwork(Network<Client> network, Duration sleep) {
            this.network = network;
            this.sleep = sleep;
        }

        @Override
        public Connection connect(
                InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, Client attachment)
                throws IOException {
            return network.connect(target, source, receiveBuffer, attachment);
        }

        @Override
        public void select(long millis, Handler<? super Client> handler) throws IOException {
            if (reads > READS_BEFORE && !slept) {
                slept = true;
                try {
                    Thread.sleep(sleep);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            network.select(millis, new Handler<>() {
                @Override
                public void onConnected(Client client, @Nullable IOException failure) {
                    handler.onConnected(client, failure);
                }

                @Override
                public void onReadable(Client client) {
                    reads++;
                    handler.onReadable(client);
                }

                @Override
                public void onWritable(Client client) {
                    handler.onWritable(client);
                }
            });
        }

        @Override
        public void close() {
            network.close();
        }
    }

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadReport run(Arrivals arrivals, Duration stall) throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan =
                    new LoadPlan(server.address(), CLIENTS, 1, arrivals, Duration.ZERO, DURATION, 64, 1, 1, transport);
            return new LoadRun(
                            plan,
                            LoadRunTest.SILENT,
                            LoadRunTest.PATIENCE,
                            () -> new SleepyNetwork(transport.open(), stall))
                    .run();
        }
    }

    /** Values of x or more. */
    private static long countFrom(Histogram nanos, Duration x) {
        return nanos.getCountBetweenValues(x.toNanos(), nanos.getMaxValue());
    }

    @Test
    void whatBecameDueInTheStallIsLate() throws Exception {
        var report = run(new Arrivals.ConstantRate(RATE), STALL);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.latencyNanos().getTotalCount()).isEqualTo(RATE * RECEIVERS);
        assertThat(report.serviceNanos().getTotalCount()).isEqualTo(RATE * RECEIVERS);
        assertThat(report.scheduleErrorNanos().getTotalCount()).isEqualTo(RATE);
        for (int x : new int[] {1, 50, 100, 200, 300, 390}) {
            long late = (STALL.toMillis() - x) * RATE / 1000 - 1; // one due at the end of the stall may be in time
            var least = Duration.ofMillis(x);
            assertThat(countFrom(report.scheduleErrorNanos(), least))
                    .as("lines sent %d ms late", x)
                    .isGreaterThanOrEqualTo(late);
            assertThat(countFrom(report.latencyNanos(), least))
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
        var report = run(new Arrivals.ConstantRate(RATE), STALL);
        double response = report.latencyNanos().getMean();
        double error = report.scheduleErrorNanos().getMean();
        assertThat(error).isGreaterThan(STALL.toNanos() * 0.15); // 400 lines of 1000, 200 ms each: 80 ms
        assertThat(report.serviceNanos().getMean()).isCloseTo(response - error, within(response * 0.01));
    }

    @Test
    void inAClosedLoopBothAreTheSameAndRecordedOnce() throws Exception {
        var report = run(new Arrivals.ClosedWindow(4), Duration.ZERO);
        assertThat(report.latencyNanos().getTotalCount()).isPositive();
        assertThat(report.serviceNanos().getTotalCount()).isZero();
    }
}
