package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several loads, one after the other, of clients who have connected once. */
class CrowdTest {
    private static final int CLIENTS = 6;
    private static final int SENDERS = 2;
    private static final Duration WARMUP = Duration.ofMillis(20);
    private static final Duration DURATION = Duration.ofMillis(100);
    private static final int LINES = 240; // at 2,000 a second, of which forty are in the warm-up

    private static LoadPlan plan(InetSocketAddress target, Arrivals arrivals, int threads, int counted) {
        return new LoadPlan(
                target,
                CLIENTS,
                SENDERS,
                arrivals,
                WARMUP,
                DURATION,
                64,
                1,
                threads,
                Transport.best(),
                Population.builder().counted(counted, 1).build());
    }

    private static LoadPlan plan(TestChatServer server, int threads, int counted) {
        return plan(server.address(), new Arrivals.ConstantRate(2000), threads, counted);
    }

    private static Crowd crowd(TestChatServer server, int threads, int counted) {
        return new Crowd(plan(server, threads, counted), LoadRunTest.PATIENT);
    }

    private static void assertWhole(LoadReport report, int lines) {
        assertThat(report.verdict()).isNotInstanceOf(Verdict.Failed.class);
        assertThat(report.lines().sent()).isEqualTo(lines);
        assertThat(report.deliveries().verified()).isEqualTo((long) lines * (CLIENTS - 1));
        assertThat(report.faults().any()).isFalse();
    }

    /** Counted receivers among them: what is counted begins at 0 in each load, too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void eachLoadIsVerifiedForItself(int counted) throws Exception {
        try (var server = new TestChatServer(Fault.NONE);
                var crowd = crowd(server, 2, counted)) {
            crowd.connect(LoadRunTest.SILENT);
            assertWhole(crowd.load(plan(server, 2, counted), LoadRunTest.SILENT), LINES);
            assertWhole(crowd.load(plan(server, 2, counted).lasting(Duration.ZERO, WARMUP), LoadRunTest.SILENT), 40);
            assertWhole(crowd.load(plan(server, 2, counted), LoadRunTest.SILENT), LINES);
            assertThat(server.comers()).isEqualTo(CLIENTS);
        }
    }

    private static LoadPlan window(TestChatServer server) {
        return plan(server.address(), new Arrivals.ClosedWindow(8), 1, 0)
                .lasting(WARMUP, DURATION.multipliedBy(10)); // lines come when there is time for them
    }

    /** As a search of a rate needs them. */
    @Test
    void eachLoadHasArrivalsOfItsOwn() throws Exception {
        try (var server = new TestChatServer(Fault.NONE);
                var crowd = crowd(server, 2, 0)) {
            crowd.connect(LoadRunTest.SILENT);
            assertWhole(crowd.load(plan(server, 2, 0), LoadRunTest.SILENT), LINES);
            var twice = new Arrivals.ConstantRate(4000);
            assertWhole(crowd.load(plan(server, 2, 0).due(twice), LoadRunTest.SILENT), 2 * LINES);
            var random = new Arrivals.Poisson(twice, 1);
            var sent = crowd.load(plan(server, 2, 0).due(random), LoadRunTest.SILENT)
                    .lines()
                    .sent();
            var others = crowd.load(plan(server, 2, 0).due(new Arrivals.Poisson(twice, 2)), LoadRunTest.SILENT);
            assertThat(others.lines().sent()).isNotEqualTo(sent);
            assertThat(server.comers()).isEqualTo(CLIENTS);
        }
    }

    @Test
    void windowsOfAClosedLoopAreWholeInEachLoad() throws Exception {
        try (var server = new TestChatServer(Fault.NONE);
                var crowd = new Crowd(window(server), LoadRunTest.PATIENT)) {
            crowd.connect(LoadRunTest.SILENT);
            for (int i = 0; i < 3; i++) {
                var report = crowd.load(window(server), LoadRunTest.SILENT);
                assertThat(report.deliveries().verified())
                        .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                        .isPositive();
                assertThat(report.faults().any()).isFalse();
            }
        }
    }

    /** Nothing of the load before is in the figures of one that begins. */
    @Test
    void aLoadBeginsAtNothing() throws Exception {
        List<String> boundaries = new ArrayList<>();
        var listener = new LoadListener() {
            @Override
            public void onBoundary(Boundary boundary, LoadStatus status) {
                boundaries.add(boundary + (boundary == Boundary.WARMING_UP ? " " + status.connected() : ""));
                if (boundary == Boundary.WARMING_UP) {
                    assertThat(status.delivered()).isLessThan(LINES);
                }
            }
        };
        try (var server = new TestChatServer(Fault.NONE);
                var crowd = crowd(server, 1, 0)) {
            crowd.connect(listener);
            crowd.load(plan(server, 1, 0), listener);
            crowd.load(plan(server, 1, 0), listener);
        }
        assertThat(boundaries)
                .containsExactly(
                        "CONNECTING",
                        "WARMING_UP " + CLIENTS,
                        "MEASURING",
                        "DRAINING",
                        "DONE",
                        "WARMING_UP " + CLIENTS,
                        "MEASURING",
                        "DRAINING",
                        "DONE");
    }

    @Test
    void aServerThatDiesFailsTheLoadsAfterIt() throws Exception {
        var server = new TestChatServer(Fault.NONE);
        try (var crowd = crowd(server, 2, 0)) {
            crowd.connect(LoadRunTest.SILENT);
            assertWhole(crowd.load(plan(server, 2, 0), LoadRunTest.SILENT), LINES);
            server.close();
            var report = crowd.load(plan(server, 2, 0), LoadRunTest.SILENT);
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
            assertThat(report.connections().lost()).isEqualTo(CLIENTS);
            assertThatThrownBy(() -> crowd.load(plan(server, 2, 0), LoadRunTest.SILENT))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("lost");
        }
    }

    @Test
    void whatIsStoppedIsReported() throws Exception {
        try (var server = new TestChatServer(Fault.NONE);
                var crowd = crowd(server, 1, 0)) {
            crowd.connect(LoadRunTest.SILENT);
            server.when(() -> server.linesRelayed() >= 10, crowd::stop);
            var report = crowd.load(plan(server, 1, 0).lasting(WARMUP, LoadRunTest.LONGEST), LoadRunTest.SILENT);
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isGreaterThanOrEqualTo(10);
        }
    }
}
