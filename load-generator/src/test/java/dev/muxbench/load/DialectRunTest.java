package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestPeer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.FaultCounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the other protocols, against a server of the test's own, which does its job or one thing wrong. */
@ParameterizedClass
@MethodSource(TestProtocols.OTHERS)
class DialectRunTest {
    private static final int CLIENTS = 6;
    private static final int LINES = 50;
    private static final Arrivals RATE = new Arrivals.ConstantRate(2000);
    private static final Duration DURATION = Duration.ofMillis(25);
    private static final Texts EVEN = new Texts.Even();
    private static final Texts VARIED = new Texts.Between(48, 1);

    @Parameter
    private Protocol protocol = Protocols.NATS;

    private LoadPlan plan(
            InetSocketAddress target, int senders, int rooms, int threads, Population population, Texts texts) {
        return new LoadPlan(
                target,
                CLIENTS,
                senders,
                RATE,
                Duration.ZERO,
                DURATION,
                90,
                rooms,
                threads,
                Transport.best(),
                population,
                new Speech(protocol, texts));
    }

    private static LoadReport run(LoadPlan plan) throws LoadException, InterruptedException {
        return LoadRunTest.load(plan, LoadRunTest.PATIENT).run();
    }

    /** Of one line, if all are in one room. */
    private int receivers() {
        return protocol.equals(Protocols.REDIS) ? CLIENTS : CLIENTS - 1;
    }

    private void assertAllVerified(LoadReport report, int deliveries) {
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.connections().lost()).isZero();
        assertThat(report.deliveries().verified())
                .isEqualTo(deliveries)
                .isEqualTo(report.deliveries().expected());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 2"})
    void everythingArrives(int senders, int threads) throws Exception {
        try (var server = TestPeer.of(protocol, Fault.NONE)) {
            var report = run(plan(server.address(), senders, 1, threads, Population.STEADY, EVEN));
            assertAllVerified(report, LINES * receivers());
            assertThat(report.latencies().lastReceiver().getTotalCount()).isEqualTo(LINES);
        }
    }

    @Test
    void inSeveralRooms() throws Exception {
        try (var server = TestPeer.of(protocol, Fault.NONE)) {
            int deliveries = LINES * (receivers() - CLIENTS / 2);
            assertAllVerified(run(plan(server.address(), 3, 2, 2, Population.STEADY, VARIED)), deliveries);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE_BY_BYTE", "PING_BETWEEN"})
    void howItArrivesDoesNotMatter(Fault how) throws Exception {
        assumeTrue(how != Fault.PING_BETWEEN || !protocol.equals(Protocols.REDIS), "nothing is asked in RESP");
        for (var texts : new Texts[] {EVEN, VARIED}) {
            try (var server = TestPeer.of(protocol, how)) {
                assertAllVerified(run(plan(server.address(), 2, 1, 1, Population.STEADY, texts)), LINES * receivers());
                assertThat(how == Fault.BYTE_BY_BYTE || server.awaitAnswers())
                        .as("each ping was answered")
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DROP_ONE, 1, 0, 0, 0, 0, 0",
        "DOUBLE_ONE, 0, 1, 0, 0, 0, 0",
        "SWAP_TWO, 0, 0, 1, 0, 0, 0",
        "DAMAGE_ONE, 0, 0, 0, 1, 0, 0",
        "TEAR_ONE, 0, 0, 0, 1, 0, 0",
        "MISDIRECT_ONE, 0, 0, 0, 0, 1, 0",
        "ECHO_ONE, 0, 0, 0, 0, 1, 0",
        "COMPLAIN, 0, 0, 0, 0, 0, 1"
    })
    void eachFaultIsFoundOut(
            Fault fault, int lost, int duplicated, int reordered, int corrupted, int misdirected, int errors)
            throws Exception {
        assumeTrue(fault != Fault.ECHO_ONE || !protocol.equals(Protocols.REDIS), "it must do so");
        for (var texts : new Texts[] {EVEN, VARIED}) {
            try (var server = TestPeer.of(protocol, fault)) {
                int rooms = fault == Fault.MISDIRECT_ONE ? 2 : 1;
                var plan = plan(server.address(), 1, rooms, 1, Population.STEADY, texts);
                var settings = lost + corrupted > 0 ? LoadRunTest.LOSS_IS_CERTAIN : LoadRunTest.PATIENT;
                var report = LoadRunTest.load(plan, settings).run();
                var faults = report.faults();
                assertThat(faults.lost()).as("lost").isEqualTo(lost);
                assertThat(faults.duplicated()).as("duplicated").isEqualTo(duplicated);
                assertThat(faults.reordered()).as("reordered").isEqualTo(reordered);
                assertThat(faults.corrupted()).as("corrupted").isEqualTo(corrupted);
                assertThat(faults.misdirected()).as("misdirected").isEqualTo(misdirected);
                assertThat(faults.serverErrors()).as("errors of the server").isEqualTo(errors);
                assertThat(faults.example() != null).isEqualTo(corrupted > 0);
                assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
                if (errors > 0) {
                    assertThat(report.verdict().describe()).contains("not you, .[31m today");
                }
            }
        }
    }

    @Test
    void clientsThatComeAndGoAreVerified() throws Exception {
        try (var server = TestPeer.of(protocol, Fault.NONE)) {
            var report = run(plan(
                    server.address(),
                    2,
                    1,
                    2,
                    Population.builder().joinsPerSecond(4000).build(),
                    EVEN));
            assertThat(report.joins().done())
                    .isEqualTo(100)
                    .isEqualTo(report.joins().scheduled());
            assertThat(report.joins().failed()).isZero();
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.deliveries().expected())
                    .isGreaterThanOrEqualTo(LINES);
        }
    }

    @Test
    void aRefusalIsOneLine() throws Exception {
        try (var server = TestPeer.of(protocol, Fault.REFUSE)) {
            assertThatThrownBy(() -> run(plan(server.address(), 1, 1, 1, Population.STEADY, EVEN)))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("client 1 of 6: ")
                    .hasMessageContaining("not you, .[31m today");
        }
    }

    @Test
    void anotherKindOfServerIsGivenUpOnWithOneLine() throws Exception {
        var question = "is it " + protocol.server() + "?";
        try (var server = TestPeer.of(protocol, Fault.BE_A_STRANGER)) {
            var plan = plan(server.address(), 1, 1, 1, Population.STEADY, EVEN);
            // IRC servers greet with anything
            assertThatThrownBy(() -> LoadRunTest.load(plan, LoadRunTest.SILENCE_IS_CERTAIN)
                            .run())
                    .isInstanceOf(LoadException.class)
                    .hasMessageEndingWith(question);
        }
    }
}
