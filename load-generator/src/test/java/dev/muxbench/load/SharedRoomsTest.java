package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.TestPeer.Fault;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Part.Rooms;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.FaultCounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Several parts of a load in the same rooms: each hears the others, and verifies what it hears. */
@ParameterizedClass
@MethodSource(TestProtocols.OTHERS)
class SharedRoomsTest {
    private static final int CLIENTS = 13;
    private static final int LINES = 50;

    @Parameter
    private Protocol protocol = Protocols.NATS;

    private LoadPlan plan(InetSocketAddress target, int rooms, Population population) {
        return new LoadPlan(
                target,
                CLIENTS,
                5,
                new Arrivals.ConstantRate(2000),
                Duration.ZERO,
                Duration.ofMillis(25),
                90,
                rooms,
                1,
                Transport.best(),
                population,
                new Speech(protocol, new Texts.Between(48, 1)));
    }

    /** Begin together, once all are connected. */
    private static final class Start implements StartTime {
        private final AtomicInteger connected = new AtomicInteger();
        private final AtomicReference<@Nullable Instant> instant = new AtomicReference<>();

        @Override
        public Optional<Instant> instant() {
            return Optional.ofNullable(instant.get());
        }

        LoadListener listener() {
            return new LoadListener() {
                @Override
                public void onConnecting(int ready, int clients) {
                    if (ready == clients && connected.addAndGet(clients) == CLIENTS) {
                        instant.set(Instant.now().plusMillis(1500));
                    }
                }

                @Override
                public void onStatus(LoadStatus status) {}

                @Override
                public void onInterval(Interval interval) {}

                @Override
                public void onDraining(long missingDeliveries) {}
            };
        }
    }

    private static List<LoadReport> run(LoadPlan whole, Rooms rooms, int parts) throws Exception {
        var start = new Start();
        try (var threads = Executors.newCachedThreadPool()) {
            var running = IntStream.rangeClosed(1, parts)
                    .mapToObj(number -> threads.submit(new LoadRun(
                            whole,
                            new Part("evening", number, parts, rooms),
                            start,
                            start.listener(),
                            LoadRunTest.PATIENT)::run))
                    .toList();
            for (var one : running) {
                one.get();
            }
            return running.stream().map(one -> one.resultNow()).toList();
        }
    }

    private int receivers() {
        return protocol.equals(Protocols.REDIS) ? CLIENTS : CLIENTS - 1;
    }

    @ParameterizedTest
    @CsvSource({"2, SHARED_ON_ONE_CLOCK", "3, SHARED_ON_ONE_CLOCK", "2, SHARED"})
    void everyoneHearsEveryone(int parts, Rooms rooms) throws Exception {
        try (var server = TestPeer.of(protocol, Fault.NONE)) {
            var reports = run(plan(server.address(), 1, Population.STEADY), rooms, parts);
            assertThat(reports).extracting(LoadReport::faults).containsOnly(FaultCounts.NONE);
            assertThat(reports)
                    .allSatisfy(report -> assertThat(report.deliveries().verified())
                            .isEqualTo(report.deliveries().expected()));
            assertThat(reports.stream().mapToLong(report -> report.lines().sent()))
                    .hasSize(parts)
                    .satisfies(sent -> assertThat(
                                    sent.stream().mapToLong(each -> each).sum())
                            .isEqualTo(LINES));
            assertThat(reports.stream()
                            .mapToLong(report -> report.deliveries().verified())
                            .sum())
                    .isEqualTo((long) LINES * receivers());
            long timed = reports.stream()
                    .mapToLong(report -> report.latencies().response().getTotalCount())
                    .sum();
            if (rooms == Rooms.SHARED) {
                assertThat(timed).isLessThan((long) LINES * receivers() * 2 / 3); // of its own lines
            } else {
                // but for those that are due at another's start, before its own: of its own lines it would be 1 / parts
                assertThat(timed).isGreaterThan((long) (LINES * receivers() * (1.0 / parts + 0.1)));
            }
        }
    }

    @Test
    void inSeveralRooms() throws Exception {
        try (var server = TestPeer.of(protocol, Fault.NONE)) {
            var reports = run(plan(server.address(), 3, Population.STEADY), Rooms.SHARED_ON_ONE_CLOCK, 2);
            assertThat(reports).extracting(LoadReport::faults).containsOnly(FaultCounts.NONE);
            assertThat(reports)
                    .allSatisfy(report -> assertThat(report.deliveries().verified())
                            .isPositive()
                            .isEqualTo(report.deliveries().expected()));
        }
    }

    @ParameterizedTest
    @CsvSource({"DROP_ONE, 1, 0", "DOUBLE_ONE, 0, 1"})
    void whatIsLostOrDoubledIsFoundByWhomeverItWasFor(Fault fault, long lost, long duplicated) throws Exception {
        try (var server = TestPeer.of(protocol, fault)) {
            var reports = run(plan(server.address(), 1, Population.STEADY), Rooms.SHARED_ON_ONE_CLOCK, 2);
            assertThat(reports.stream()
                            .mapToLong(report -> report.deliveries().expected()
                                    - report.deliveries().verified())
                            .sum())
                    .isEqualTo(lost);
            assertThat(reports.stream()
                            .mapToLong(report -> report.faults().duplicated())
                            .sum())
                    .isEqualTo(duplicated);
        }
    }

    @Test
    void thoseWhoComeAndGoHaveRoomsOfTheirOwn() {
        var plan = plan(
                new InetSocketAddress("localhost", 1),
                1,
                Population.builder().joinsPerSecond(1).build());
        assertThatThrownBy(() -> new Part("evening", 1, 2, Rooms.SHARED).shareOf(plan))
                .hasMessageContaining("shared-rooms goes without clients that come and go");
    }
}
