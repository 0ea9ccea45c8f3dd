package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.FaultyRelay.Fault;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.verify.FaultCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay between the load generator and a real server does wrong is found out, by its name and to the number. */
@Tag("commands")
class PlantedFaultsTest {
    private static final Duration FOR_WHAT_IS_LOST = Duration.ofMillis(500);
    private static final Duration FOR_WHAT_COMES = Duration.ofSeconds(60); // never waited out
    private static final int ONE_IN_A_MILLION = 1_000_000;
    private static final int NICK_BYTES = "user:1> ".length();

    private ChatServer chat;
    private Backend backend;

    @BeforeEach
    void serve() throws IOException {
        chat = new ChatServer(ServerConfig.defaults());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        backend = Backends.require("nio").start(chat, new BackendOptions(address, 2, BackendOptions.DEFAULT_BACKLOG));
    }

    @AfterEach
    void stop() {
        backend.close();
        chat.close();
    }

    private FaultyRelay relay(Fault fault, long every, int flippedByte) throws IOException {
        return new FaultyRelay(backend.address(), fault, every, flippedByte);
    }

    private static LoadRun run(FaultyRelay relay, int clients, int senders, Arrivals arrivals, Duration duration) {
        return run(relay, clients, senders, arrivals, duration, Population.STEADY);
    }

    private static LoadRun run(
            FaultyRelay relay, int clients, int senders, Arrivals arrivals, Duration duration, Population population) {
        var plan = new LoadPlan(
                relay.address(),
                clients,
                senders,
                arrivals,
                Duration.ZERO,
                duration,
                64,
                1,
                1,
                Transport.best(),
                population);
        return new LoadRun(
                plan,
                new LoadListener() {
                    @Override
                    public void onConnecting(int ready, int all) {}

                    @Override
                    public void onInterval(Interval interval) {}

                    @Override
                    public void onDraining(long missingDeliveries) {}
                },
                new RunSettings(
                        FOR_WHAT_COMES,
                        relay.losesLines() ? FOR_WHAT_IS_LOST : FOR_WHAT_COMES,
                        Duration.ofMillis(2),
                        1));
    }

    private static void assertFound(LoadReport report, Fault fault, long planted) {
        var faults = report.faults();
        assertThat(faults.lost()).as("lost").isEqualTo(fault == Fault.DROP ? planted : 0);
        assertThat(faults.duplicated()).as("duplicated").isEqualTo(fault == Fault.DOUBLE ? planted : 0);
        assertThat(faults.reordered()).as("reordered").isEqualTo(fault == Fault.SWAP ? planted : 0);
        assertThat(faults.corrupted()).as("corrupted").isEqualTo(fault == Fault.FLIP_A_BIT ? planted : 0);
        assertThat(faults.misdirected()).as("misdirected").isZero();
        assertThat(faults.foreign()).as("foreign").isZero();
        assertThat(report.connections().lost()).isZero();
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
        assertThat(report.verdict().why())
                .first()
                .asString()
                .startsWith(planted + " ")
                .contains(word(fault));
    }

    private static String word(Fault fault) {
        return switch (fault) {
            case DROP -> "deliveries lost";
            case DOUBLE -> "duplicated";
            case SWAP -> "reordered";
            case FLIP_A_BIT -> "corrupted";
            case CUT_A_BYTE, NONE, STALL -> throw new AssertionError();
        };
    }

    /** A room has one order for all: two lines of different senders that are swapped at one receiver are found. */
    @Test
    void aSwapOfTwoSenders() throws Exception {
        try (var relay = relay(Fault.SWAP, ONE_IN_A_MILLION, 0)) {
            var run = run(relay, 100, 4, new Arrivals.ClosedWindow(256), Duration.ofHours(1));
            relay.when(ONE_IN_A_MILLION * 5L / 4, run::stop);
            var faults = run.run().faults();
            assertThat(relay.planted()).isPositive();
            assertThat(faults.misordered() + faults.reordered()).isGreaterThanOrEqualTo(relay.planted());
            assertThat(faults.lost() + faults.duplicated() + faults.corrupted()).isZero();
        }
    }

    /** Swapped lines are of one sender here. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP", "DOUBLE", "SWAP", "FLIP_A_BIT"})
    void oneDeliveryInAMillion(Fault fault) throws Exception {
        try (var relay = relay(fault, ONE_IN_A_MILLION, NICK_BYTES + 50)) {
            var run = run(relay, 100, fault == Fault.SWAP ? 1 : 4, new Arrivals.ClosedWindow(256), Duration.ofHours(1));
            relay.when(ONE_IN_A_MILLION * 5L / 4, run::stop);
            var report = run.run();
            assertThat(relay.deliveries()).isGreaterThan(ONE_IN_A_MILLION);
            assertThat(report.deliveries().expected()).isEqualTo(relay.deliveries());
            assertThat(relay.planted()).isPositive();
            assertFound(report, fault, relay.planted());
        }
    }

    /** Who is not looked at has its bytes counted, and one too few or too many of all of them is found. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE", "DROP", "DOUBLE", "CUT_A_BYTE"})
    void aByteOfAReceiverThatIsCounted(Fault fault) throws Exception {
        try (var relay = relay(fault, ONE_IN_A_MILLION / 10, NICK_BYTES + 50)) {
            var counted = Population.builder().counted(95, 1).build();
            var run = run(relay, 100, 4, new Arrivals.ClosedWindow(256), Duration.ofHours(1), counted);
            relay.when(ONE_IN_A_MILLION, run::stop);
            var report = run.run();
            var faults = report.faults();
            assertThat(report.deliveries().expected()).isEqualTo(relay.deliveries());
            assertThat(faults.duplicated()).isEqualTo(fault == Fault.DOUBLE ? relay.planted() : 0);
            if (fault == Fault.CUT_A_BYTE) { // two bytes that one receiver lacks are one line
                assertThat(faults.lost() + faults.corrupted()).isBetween(1L, (long) relay.planted());
            } else {
                assertThat(faults.lost() + faults.corrupted()).isEqualTo(fault == Fault.DROP ? relay.planted() : 0);
            }
            if (fault == Fault.NONE) {
                assertThat(report.deliveries().verified()).isEqualTo(relay.deliveries());
                assertThat(faults.miscounted()).isZero();
                return;
            }
            assertThat(relay.planted()).isGreaterThanOrEqualTo(9);
            assertThat(faults.miscounted()).isPositive();
            assertThat(report.verdict().describe())
                    .contains("receivers that were counted have had other bytes than were sent: client ")
                    .contains(fault == Fault.DOUBLE ? " bytes too many of " : " bytes too few of ");
        }
    }

    /** Of forty deliveries to one receiver the fifteenth and the thirtieth. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP", "DOUBLE", "SWAP", "FLIP_A_BIT"})
    void twoOfForty(Fault fault) throws Exception {
        assertFound(twoOfForty(fault, NICK_BYTES + 50), fault, 2);
    }

    private LoadReport twoOfForty(Fault fault, int flippedByte) throws Exception {
        try (var relay = relay(fault, 15, flippedByte)) {
            var report = run(relay, 2, 1, new Arrivals.ConstantRate(200), Duration.ofMillis(200))
                    .run();
            assertThat(report.deliveries().expected()).isEqualTo(40);
            assertThat(relay.deliveries()).isEqualTo(40);
            assertThat(relay.planted()).isEqualTo(2);
            return report;
        }
    }

    /** In the nick, the separator, the text's first byte, when it was due, its checksum. */
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 8, 12, 45})
    void aBitInAnyPartOfALine(int flippedByte) throws Exception {
        assertFound(twoOfForty(Fault.FLIP_A_BIT, flippedByte), Fault.FLIP_A_BIT, 2);
    }

    /** Two lines become one that is neither: one has come damaged, and one is not there at all. */
    @Test
    void aBitInTheLineEnd() throws Exception {
        assertThat(twoOfForty(Fault.FLIP_A_BIT, -1).faults())
                .usingRecursiveComparison()
                .ignoringFields("example")
                .isEqualTo(new FaultCounts(2, 0, 0, 0, 2, 0, 0, null, 0, null, 0, null));
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "8, 256"})
    void aRelayWithoutFaultsIsNotBlamed(int senders, int window) throws Exception {
        try (var relay = relay(Fault.NONE, 1, 0)) {
            var run = run(relay, 20, senders, new Arrivals.ClosedWindow(window), Duration.ofHours(1));
            relay.when(20_000, run::stop);
            var report = run.run();
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(report.deliveries().verified())
                    .isEqualTo(relay.deliveries())
                    .isEqualTo(report.deliveries().expected());
        }
    }

    /**
     * At r lines/s, the deliveries that are due in a stall of S have latencies from S down to 0, evenly: more than x have r (S - x) of
     * them, for each receiver; so of those in a time T the p99.9 is at least S - 0.001 T. A busy machine can only add to that.
     */
    @Test
    void aStallIsInTheLatencyAsLongAsItWas() throws Exception {
        int rate = 1000;
        int receivers = 9;
        int seconds = 2;
        try (var relay = relay(Fault.STALL, 10_000, 0)) { // after 1.1 s, of 18,000
            var report = run(relay, receivers + 1, 1, new Arrivals.ConstantRate(rate), Duration.ofSeconds(seconds))
                    .run();
            var latency = report.latencies().response();
            assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
            assertThat(latency.getTotalCount()).isEqualTo((long) rate * seconds * receivers);
            assertThat(relay.planted()).isEqualTo(1);
            long stall = FaultyRelay.STALL.toMillis();
            for (int x : new int[] {1, 20, 50, 100, 150, 190}) {
                long late = (stall - x) * rate / 1000 - 1; // one due at the end of it may be in time
                assertThat(countFrom(latency, Duration.ofMillis(x)))
                        .as("deliveries that took %d ms", x)
                        .isGreaterThanOrEqualTo(late * receivers);
            }
            long least = stall - seconds; // S - 0.001 T
            assertThat(latency.getValueAtPercentile(99.9))
                    .isGreaterThan(Duration.ofMillis(least - 2).toNanos()); // two lines fewer
        }
    }

    private static long countFrom(Histogram nanos, Duration x) {
        return nanos.getCountBetweenValues(x.toNanos(), nanos.getMaxValue());
    }
}
