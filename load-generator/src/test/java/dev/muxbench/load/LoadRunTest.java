package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.DescriptorLimit;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.schedule.PoissonSchedule;
import dev.muxbench.load.schedule.RateCurve;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of the test's own, which does its job or one thing wrong. */
@ParameterizedClass
@EnumSource(Transport.class)
class LoadRunTest {
    @Parameter
    private Transport transport = Transport.JDK;

    private static final int CLIENTS = 6;
    private static final int SENDERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int REHEARSED_LINES = 1;

    /** For runs in which nothing may be lost, however busy the machine is. */
    static final RunSettings PATIENT = new RunSettings(PATIENCE, PATIENCE, POLL, REHEARSED_LINES);

    /** For runs that wait at the end for what will never come. */
    static final RunSettings LOSS_IS_CERTAIN = new RunSettings(PATIENCE, SHORT_PATIENCE, POLL, REHEARSED_LINES);

    /** For servers that will let nobody in. */
    static final RunSettings SILENCE_IS_CERTAIN = new RunSettings(SHORT_PATIENCE, PATIENCE, POLL, REHEARSED_LINES);

    /** Of a run that is stopped as soon as it has shown what it is to show. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Arrivals.ConstantRate RATE = new Arrivals.ConstantRate(2000);
    private static final Duration WARMUP = Duration.ofMillis(5);
    private static final Duration DURATION = Duration.ofMillis(25);

    static final LoadListener SILENT = new Silent();

    static class Silent implements LoadListener {}

    /** Begins as soon as its clients are connected. */
    static LoadRun load(LoadPlan plan, RunSettings settings) {
        return new LoadRun(plan, Part.WHOLE, () -> Optional.of(Instant.now()), SILENT, settings);
    }

    private LoadPlan plan(InetSocketAddress target, Arrivals arrivals, int threads) {
        return new LoadPlan(target, CLIENTS, SENDERS, arrivals, WARMUP, DURATION, 64, 1, threads, transport);
    }

    private LoadReport run(Fault fault, Arrivals arrivals, int threads) throws Exception {
        try (var server = new TestChatServer(fault)) {
            return load(plan(server.address(), arrivals, threads), PATIENT).run();
        }
    }

    private LoadReport runUntilRelayed(int lines, Arrivals arrivals, int threads) throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = new LoadPlan(
                    server.address(), CLIENTS, SENDERS, arrivals, Duration.ZERO, LONGEST, 64, 1, threads, transport);
            var run = load(plan, PATIENT);
            server.when(() -> server.linesRelayed() >= lines, run::stop);
            return run.run();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anOpenLoopSendsWhatIsDueAndEverythingArrives(int threads) throws Exception {
        var report = run(Fault.NONE, RATE, threads);
        assertThat(report.lines().sent()).isEqualTo(60);
        assertThat(report.deliveries().verified())
                .isEqualTo(60 * (CLIENTS - 1))
                .isEqualTo(report.deliveries().expected());
        assertThat(report.latencies().response().getTotalCount()).isEqualTo(50 * (CLIENTS - 1));
        assertThat(report.latencies().lastReceiver().getTotalCount()).isEqualTo(50);
        assertThat(report.faults().any()).isFalse();
        assertThat(report.connections().lost()).isZero();
    }

    /** A server that stands still from the warm-up into the measured time: lines belong to the phase in which they were due. */
    @Test
    void whatWasDueInTheWarmUpIsNotMeasuredWhenItIsLate() throws Exception {
        var report = run(Fault.STALL_EARLY, RATE, 1);
        assertThat(report.deliveries().verified()).isEqualTo(60 * (CLIENTS - 1));
        assertThat(report.latencies().response().getTotalCount()).isEqualTo(50 * (CLIENTS - 1));
        assertThat(report.faults().any()).isFalse();
    }

    /** A server that is behind has them to send first. */
    @Test
    void whileLinesOfOthersArriveOursAreWaitedFor() throws Exception {
        try (var server = new TestChatServer(Fault.OTHERS_FIRST)) {
            var report = load(plan(server.address(), RATE, 1), LOSS_IS_CERTAIN).run();
            assertThat(report.faults().foreign()).isEqualTo(100 * CLIENTS);
            assertThat(report.faults().any()).isFalse();
            assertThat(report.deliveries().verified()).isEqualTo(60 * (CLIENTS - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aClosedLoopKeepsItsWindowFull(int threads) throws Exception {
        var report = runUntilRelayed(100, new Arrivals.ClosedWindow(8), threads);
        assertThat(report.lines().sent()).isGreaterThanOrEqualTo(100);
        assertThat(report.deliveries().verified()).isEqualTo(report.lines().sent() * (CLIENTS - 1));
        assertThat(report.faults().any()).isFalse();
    }

    /** 1000 lines/s rising to 3000 within 25 ms are 50 lines, after five in the warm-up. */
    @Test
    void aRampSendsTheLinesThatItHas() throws Exception {
        var report = run(Fault.NONE, new Arrivals.ChangingRate(1000, 3000, DURATION, 0), 2);
        assertThat(report.lines().sent())
                .isEqualTo(5 + 50)
                .isEqualTo(report.lines().scheduled());
        assertThat(report.latencies().response().getTotalCount()).isEqualTo(50 * (CLIENTS - 1));
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
    }

    @Test
    void aBurstIsDueAtOnce() throws Exception {
        var report = run(Fault.NONE, new Arrivals.Bursts(10, Duration.ofMillis(5)), 2);
        assertThat(report.lines().sent()).isEqualTo(60).isEqualTo(report.lines().scheduled());
        assertThat(report.deliveries().verified()).isEqualTo(60 * (CLIENTS - 1));
    }

    @Test
    void independentSendersSendAtRandom() throws Exception {
        long seed = 7;
        var report = run(Fault.NONE, new Arrivals.Poisson(RATE, seed), 1);
        long end = WARMUP.plus(DURATION).toNanos();
        long ofTheWorker = new SplittableRandom(seed).nextLong();
        var schedule = new PoissonSchedule(SENDERS, SENDERS, RateCurve.of(RATE, WARMUP), ofTheWorker, 0, end);
        int lines = 0;
        for (; schedule.nextDueNanos() < end; lines++) {
            schedule.take();
        }
        assertThat(report.lines().sent())
                .isEqualTo(lines)
                .isEqualTo(report.lines().scheduled());
        assertThat(report.deliveries().verified()).isEqualTo(report.deliveries().expected());
    }

    /** At most one line on its way for each sender, and a pause after each. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoThinksSendsNoFasterThanThat(int threads) throws Exception {
        var pause = Duration.ofMillis(20);
        var report = runUntilRelayed(12, new Arrivals.ThinkTime(pause), threads);
        assertThat(report.lines().sent())
                .isBetween(12L, SENDERS * (report.times().measured() / pause.toNanos() + 1));
        assertThat(report.deliveries().verified())
                .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                .isEqualTo(report.deliveries().expected());
        assertThat(report.faults().any()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "DROP_ONE, 1, 0, 0, 0, 0",
        "DOUBLE_ONE, 0, 1, 0, 0, 0",
        "SWAP_TWO, 0, 0, 1, 0, 0",
        "DAMAGE_ONE, 0, 0, 0, 1, 0",
        "ECHO_ONE, 0, 0, 0, 0, 1"
    })
    void eachFaultIsFoundOut(Fault fault, int lost, int duplicated, int reordered, int corrupted, int misdirected)
            throws Exception {
        // One sender: with two, the line that overtakes may be another sender's, which is no fault.
        try (var server = new TestChatServer(fault)) {
            var one = new LoadPlan(server.address(), CLIENTS, 1, RATE, Duration.ZERO, DURATION, 64, 1, 1, transport);
            var settings = lost + corrupted > 0 ? LOSS_IS_CERTAIN : PATIENT;
            var report = load(one, settings).run();
            var faults = report.faults();
            assertThat(faults.lost()).as("lost").isEqualTo(lost);
            assertThat(faults.duplicated()).as("duplicated").isEqualTo(duplicated);
            assertThat(faults.reordered()).as("reordered").isEqualTo(reordered);
            assertThat(faults.corrupted()).as("corrupted").isEqualTo(corrupted);
            assertThat(faults.misdirected()).as("misdirected").isEqualTo(misdirected);
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
            assertThat(report.verdict().exitCode()).isEqualTo(3);
            assertThat(faults.example() != null).isEqualTo(corrupted > 0);
        }
    }

    /** What it has received until then, and what the others have, is in the figures. */
    @Test
    void aLostConnectionFailsTheRunAndKeepsItsFigures() throws Exception {
        try (var server = new TestChatServer(Fault.CLOSE_ONE)) {
            var report = load(plan(server.address(), RATE, 1), LOSS_IS_CERTAIN).run();
            assertThat(report.connections().lost()).isEqualTo(1);
            assertThat(report.deliveries().verified()).isEqualTo(60 * (CLIENTS - 2) + 19);
            assertThat(report.faults().lost()).isEqualTo(60 - 19);
            assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
            assertThat(report.verdict().why()).anyMatch(reason -> reason.startsWith("1 of 6 connections lost"));
        }
    }

    @Test
    void aSilentServerIsGivenUpOnWithOneLine() throws IOException {
        try (var server = new TestChatServer(Fault.GREET_NOBODY)) {
            assertThatThrownBy(() -> load(plan(server.address(), RATE, 1), SILENCE_IS_CERTAIN)
                            .run())
                    .isInstanceOf(LoadException.class)
                    .hasMessageStartingWith("0 of 6 clients were greeted")
                    .hasMessageEndingWith("is it a chat server?");
        }
    }

    /** The port is taken, so that nobody else begins to listen there. */
    @Test
    void nobodyListening() throws IOException {
        try (var holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var target = (InetSocketAddress) holder.getLocalSocketAddress();
            assertThatThrownBy(() -> load(plan(target, RATE, 1), PATIENT).run())
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("cannot connect client 1 of 6");
        }
    }

    @Test
    void moreClientsThanDescriptorsAreRefusedBeforeAnythingIsOpened() {
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        int clients = (int) Math.min(DescriptorLimit.current(), 100_000_000);
        var many = new LoadPlan(target, clients, 1, RATE, Duration.ZERO, DURATION, 64, 1, 1, transport);
        assertThatThrownBy(() -> load(many, PATIENT).run())
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("ulimit -n " + DescriptorLimit.needed(clients));
    }

    /** One by one the limits of this machine are reached, and nothing wraps around. */
    @Test
    void theMostClientsThatCanBeAskedForAreRefusedAtOnce() {
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        var most = new LoadPlan(target, Integer.MAX_VALUE, 1, RATE, Duration.ZERO, DURATION, 64, 1, 1, transport);
        assertThatThrownBy(() -> load(most, PATIENT).run())
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("2147483647 clients need 2147483747 file descriptors, the limit is ");
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void moreClientsThanPortsAreRefusedBeforeAnythingIsOpened() {
        int clients = 70_000;
        assumeTrue(DescriptorLimit.shortage(clients).isEmpty());
        var target = new InetSocketAddress(InetAddress.ofLiteral("::1"), 1);
        var many = new LoadPlan(target, clients, 1, RATE, Duration.ZERO, DURATION, 64, 1, 1, transport);
        assertThatThrownBy(() -> load(many, PATIENT).run())
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("70000 clients need 70000 local ports, net.ipv4.ip_local_port_range has ");
    }

    /** Before it has begun there is nobody to be told. */
    @Test
    void aRunThatIsStoppedBeforeItBeginsDoesNotBegin() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var run = load(plan(server.address(), RATE, 1), PATIENT);
            run.stop();
            assertThatThrownBy(run::run)
                    .isInstanceOf(LoadException.class)
                    .hasMessage("stopped while connecting, nothing was measured");
            assertThat(server.linesRelayed()).isZero();
            run.stop();
        }
    }

    @Test
    void aRunBeginsAtTheAgreedInstant() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var start = new AtomicReference<Instant>();
            var waits = new AtomicInteger();
            var begun = new AtomicReference<Instant>();
            var listener = new Silent() {
                @Override
                public void onWaiting(Duration left) {
                    waits.incrementAndGet();
                }

                @Override
                public void onInterval(Interval interval) {
                    begun.compareAndSet(null, Instant.now().minusNanos(interval.endNanos()));
                }
            };
            var told = new AtomicInteger();
            StartTime late = () -> {
                if (told.incrementAndGet() == 3) {
                    start.set(Instant.now().plusMillis(300));
                }
                return Optional.ofNullable(start.get());
            };
            var report = new LoadRun(plan(server.address(), RATE, 1), Part.WHOLE, late, listener, PATIENT).run();
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.deliveries().expected())
                    .isEqualTo(60 * (CLIENTS - 1));
            assertThat(begun.get())
                    .isAfterOrEqualTo(start.get().minusMillis(1)); // the clocks are read one after the other
            assertThat(waits).hasPositiveValue();
        }
    }

    @Test
    void aStartThatIsOverIsAFailure() throws IOException {
        try (var server = new TestChatServer(Fault.NONE)) {
            StartTime over = () -> Optional.of(Instant.now().minusSeconds(2));
            assertThatThrownBy(
                            () -> new LoadRun(plan(server.address(), RATE, 1), Part.WHOLE, over, SILENT, PATIENT).run())
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining(" s ago when all clients were connected; choose a later one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void listenersAreToldEverything(int threads) throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var latency = Recording.newHistogram();
            var deliveries = new AtomicLong();
            var last = new AtomicReference<>(LoadStatus.NONE);
            var listener = new Silent() {
                @Override
                public void onInterval(Interval interval) {
                    latency.add(interval.latencyNanos());
                    deliveries.addAndGet(interval.deliveries());
                }

                @Override
                public void onStatus(LoadStatus status) {
                    last.set(status);
                }
            };
            var report = new LoadRun(plan(server.address(), RATE, threads), listener, PATIENT).run();
            assertThat(latency).isEqualTo(report.latencies().response());
            assertThat(deliveries).hasValue(report.deliveries().verified());
            assertThat(last)
                    .hasValue(new LoadStatus(
                            CLIENTS,
                            report.lines().sent(),
                            report.deliveries().expected(),
                            report.deliveries().verified(),
                            0,
                            0));
        }
    }

    @Test
    void aRunThatIsStoppedReportsWhatItHasAndIsNotValid() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var longPlan = new LoadPlan(
                    server.address(), CLIENTS, 1, RATE, Duration.ZERO, Duration.ofHours(1), 64, 1, 1, transport);
            var run = new LoadRun(longPlan, SILENT);
            server.when(() -> server.linesRelayed() >= 10, run::stop);
            var report = run.run();
            assertThat(report.deliveries().verified())
                    .isEqualTo(report.lines().sent() * (CLIENTS - 1))
                    .isEqualTo(report.deliveries().expected());
            assertThat(report.lines().sent()).isGreaterThanOrEqualTo(10);
            assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
            assertThat(report.verdict().why()).anyMatch(reason -> reason.startsWith("stopped before its time"));
            assertThat(report.verdict().exitCode()).isEqualTo(4);
        }
    }

    @Test
    void phasesBeginInTheirOrder() throws Exception {
        var begun = new ArrayList<Boundary>();
        var delivered = new ArrayList<Long>();
        try (var server = new TestChatServer(Fault.NONE)) {
            var listener = new Silent() {
                @Override
                public void onBoundary(Boundary boundary, LoadStatus status) {
                    begun.add(boundary);
                    delivered.add(status.delivered());
                }
            };
            new LoadRun(plan(server.address(), RATE, 1), listener, PATIENT).run();
        }
        assertThat(begun).containsExactly(Boundary.values());
        assertThat(delivered).isSorted();
        assertThat(delivered.get(1)).isZero();
        assertThat(delivered.getLast()).isPositive();
    }
}
