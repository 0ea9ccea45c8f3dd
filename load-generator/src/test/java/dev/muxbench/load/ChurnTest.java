package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.client.Client;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.verify.FaultCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
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
    private static final Arrivals RATE = new Arrivals.ConstantRate(200);
    private static final Population TWO_HUNDRED =
            Population.builder().joinsPerSecond(800).build();
    private static final Population THREE =
            Population.builder().joinsPerSecond(10).build();

    @Parameter
    private Transport transport = Transport.JDK;

    @BeforeEach
    void requireTransport() {
        assumeTrue(transport.isAvailable());
    }

    private LoadPlan plan(
            TestChatServer server,
            int senders,
            Arrivals arrivals,
            Duration warmup,
            Duration duration,
            int threads,
            Population population) {
        return new LoadPlan(
                server.address(), CLIENTS, senders, arrivals, warmup, duration, 64, 1, threads, transport, population);
    }

    /** For a quarter of a second in all. */
    private LoadReport run(Fault fault, int senders, int threads, Population population, RunSettings settings)
            throws Exception {
        try (var server = new TestChatServer(fault, CLIENTS)) {
            var plan = plan(server, senders, RATE, Duration.ofMillis(50), Duration.ofMillis(200), threads, population);
            return LoadRunTest.load(plan, settings).run();
        }
    }

    private static void assertAllVerified(LoadReport report, int joins) {
        assertThat(report.joins().scheduled()).isEqualTo(joins);
        assertThat(report.joins().done()).isEqualTo(joins);
        assertVerified(report);
    }

    private static void assertVerified(LoadReport report) {
        assertThat(report.joins().failed()).isZero();
        assertThat(report.connections().lost()).isZero();
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().verified())
                .isPositive()
                .isEqualTo(report.deliveries().expected());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void twoHundredJoinsAreVerified(int threads) throws Exception {
        var report = run(Fault.NONE, 2, threads, TWO_HUNDRED, LoadRunTest.PATIENT);
        assertAllVerified(report, 200);
        assertThat(report.latencies().join().getTotalCount()).isEqualTo(160);
        assertThat(report.lines().sent()).isEqualTo(50);
        assertThat(report.deliveries().expected())
                .isBetween(50L, 50L * (CLIENTS - 1)); // the other sender has all of them
    }

    /** If but one line is waited for after its last receiver has left, nothing is sent any more, and the run is not stopped. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 3"})
    void aClosedLoopGoesOnWhileClientsComeAndGo(int senders, int threads) throws Exception {
        try (var server = new TestChatServer(Fault.NONE, CLIENTS)) {
            var closed = new Arrivals.ClosedWindow(1);
            var plan = plan(server, senders, closed, Duration.ZERO, LoadRunTest.LONGEST, threads, TWO_HUNDRED);
            var run = LoadRunTest.load(plan, LoadRunTest.PATIENT);
            server.when(() -> server.comers() >= CLIENTS + 200, () -> {
                int enough = server.linesRelayed() + 10;
                server.when(() -> server.linesRelayed() >= enough, run::stop);
            });
            var report = run.run();
            assertThat(report.joins().done())
                    .isGreaterThanOrEqualTo(200)
                    .isLessThan(report.joins().scheduled());
            assertVerified(report);
            assertThat(report.lines().untracked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GREET_LATE", "GREET_AFTER_THE_LAST_LINE"})
    void aGreetingThatComesAfterLinesIsNoFault(Fault fault) throws Exception {
        assertAllVerified(run(fault, 1, 1, THREE, LoadRunTest.PATIENT), 3);
    }

    /** Tells the server which lines are owed to the first client that is back, before there is one. */
    private static final class JoinersNetwork extends WatchedNetwork {
        private final TestChatServer server;
        private @Nullable Client sender;
        private @Nullable Client joiner;
        private boolean told;

        JoinersNetwork(Network<Client> network, TestChatServer server) {
            super(network);
            this.server = server;
        }

        @Override
        public Connection connect(
                InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, Client client)
                throws IOException {
            if (client.id() == 0) {
                sender = client;
            } else if (client.receiver.visit() > 0 && joiner == null) {
                joiner = client;
            }
            return super.connect(target, source, receiveBuffer, client);
        }

        @Override
        void onRead(Client client) {
            if (client == joiner && client.stage == Client.Stage.READY && !told) {
                told = true;
                server.onJoinerBack(sender.linesSent());
            }
        }
    }

    /** One worker and one sender, until so many lines are owed to the first client that is back. */
    private LoadReport runUntilOwed(TestChatServer server, int lines, RunSettings settings) throws Exception {
        var plan = plan(server, 1, RATE, Duration.ZERO, LoadRunTest.LONGEST, 1, THREE);
        var run = new LoadRun(plan, LoadRunTest.SILENT, settings, () -> new JoinersNetwork(transport.open(), server));
        server.when(() -> server.linesOwed() >= lines, run::stop);
        return run.run();
    }

    @ParameterizedTest
    @CsvSource({"SKIP_JOINERS_LINE, 1, 0", "DOUBLE_JOINERS_LINE, 0, 1", "BEGIN_LATE, 29, 0", "SEND_NOTHING, ALL, 0"})
    void eachFaultTowardsAClientThatIsBackIsFoundOut(Fault fault, String lost, int duplicated) throws Exception {
        try (var server = new TestChatServer(fault, CLIENTS)) {
            var report = runUntilOwed(server, 40, duplicated > 0 ? LoadRunTest.PATIENT : LoadRunTest.LOSS_IS_CERTAIN);
            long allOwed = server.linesOwed();
            assertThat(allOwed).isGreaterThanOrEqualTo(40);
            assertThat(report.joins().done()).isPositive();
            assertThat(report.joins().failed()).isZero();
            assertThat(report.faults().lost())
                    .as("lost")
                    .isEqualTo(lost.equals("ALL") ? allOwed : Long.parseLong(lost));
            assertThat(report.faults().duplicated()).as("duplicated").isEqualTo(duplicated);
            assertThat(report.faults().reordered()).as("reordered").isZero();
            assertThat(report.deliveries().expected() - report.deliveries().verified())
                    .isEqualTo(report.faults().lost());
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSE, closed the connection", "NEVER_GREET, did not let a client in again"})
    void aClientThatIsNotLetInAgainFailsTheRunWithAReason(Fault fault, String reason) throws Exception {
        var settings = fault == Fault.NEVER_GREET ? LoadRunTest.LOSS_IS_CERTAIN : LoadRunTest.PATIENT;
        var report = run(fault, 1, 1, THREE, settings);
        assertThat(report.joins().done()).isEqualTo(2);
        assertThat(report.joins().failed()).isEqualTo(1);
        assertThat(report.joins().failure()).contains(reason);
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
        assertThat(report.verdict().describe()).startsWith("FAILED: 1 clients did not come back: ");
    }

    @Test
    void oneThatIsClosedWhenItIsBackIsALostConnection() throws Exception {
        try (var server = new TestChatServer(Fault.CLOSE_JOINER, CLIENTS)) {
            var report = runUntilOwed(server, 20, LoadRunTest.LOSS_IS_CERTAIN);
            assertThat(report.connections().lost()).isEqualTo(1);
            assertThat(report.faults().lost()).isEqualTo(server.linesOwed() - 4);
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
            assertThat(report.verdict().why()).anyMatch(why -> why.startsWith("1 of 6 connections lost"));
        }
    }
}
