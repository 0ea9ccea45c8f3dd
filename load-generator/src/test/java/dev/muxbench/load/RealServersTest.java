package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Corpus;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.FaultCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers that speak the other protocols; skipped where one is not installed, unless MUXBENCH_REQUIRE_PEERS is set. */
@ParameterizedClass
@MethodSource(TestProtocols.OTHERS)
@Tag("peers")
class RealServersTest {
    private static final int CLIENTS = 60;
    private static final int SENDERS = 6;

    @TempDir
    private Path folder;

    @Parameter
    private Protocol protocol = Protocols.NATS;

    private RealServer server;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                RealServer.isInstalled(protocol) || System.getenv("MUXBENCH_REQUIRE_PEERS") != null,
                RealServer.programOf(protocol) + " must be installed for it");
        server = RealServer.start(protocol, folder);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private LoadReport run(Arrivals arrivals, int rooms, int threads, Population population, Texts texts)
            throws Exception {
        var plan = new LoadPlan(
                server.address(),
                CLIENTS,
                SENDERS,
                arrivals,
                Duration.ofMillis(100),
                Duration.ofMillis(400),
                400,
                rooms,
                threads,
                Transport.best(),
                population,
                new Speech(protocol, texts));
        return LoadRunTest.load(plan, LoadRunTest.PATIENT).run();
    }

    private static void assertAllVerified(LoadReport report) {
        assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
        assertThat(report.connections().lost()).isZero();
        assertThat(report.deliveries().verified())
                .isPositive()
                .isEqualTo(report.deliveries().expected());
    }

    @Test
    void anOpenLoop() throws Exception {
        var report = run(new Arrivals.ConstantRate(200), 1, 1, Population.STEADY, new Texts.Even());
        assertAllVerified(report);
        assertThat(report.lines().sent()).isEqualTo(100);
        assertThat(report.deliveries().verified())
                .isEqualTo(100L * (protocol.equals(Protocols.REDIS) ? CLIENTS : CLIENTS - 1));
    }

    @Test
    void aClosedLoopInSeveralRooms() throws Exception {
        assertAllVerified(run(new Arrivals.ClosedWindow(16), 4, 2, Population.STEADY, new Texts.Between(48, 1)));
    }

    @Test
    void realLines() throws Exception {
        var text = Files.writeString(folder.resolve("lines"), "Größe: 5\u00a0€\n:) — ok\n/me waves > M\n日本語\nx\n");
        var corpus = new Texts.Real(Corpus.read(text, 400));
        assertAllVerified(run(new Arrivals.ConstantRate(200), 2, 1, Population.STEADY, corpus));
    }

    @Test
    void clientsThatComeAndGo() throws Exception {
        var report = run(
                new Arrivals.ConstantRate(200),
                3,
                2,
                Population.builder().joinsPerSecond(100).build(),
                new Texts.Between(48, 1));
        assertAllVerified(report);
        assertThat(report.joins().done()).isEqualTo(50).isEqualTo(report.joins().scheduled());
    }
}
