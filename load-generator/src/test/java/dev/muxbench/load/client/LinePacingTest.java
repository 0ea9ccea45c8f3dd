package dev.muxbench.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One worker has all senders, and one second to send. */
class LinePacingTest {
    private static final int RECEIVERS = 4;
    private static final long MILLI = 1_000_000;
    private static final long START = 5_000 * MILLI;
    private static final long END = START + 1_000 * MILLI;

    private record Put(int sender, long dueNanos) {}

    private final List<Put> put = new ArrayList<>();
    private final List<Client> senders =
            IntStream.range(0, 3).mapToObj(id -> new Client(id, 0)).toList();
    private RunState state = state(new Arrivals.ConstantRate(1000));

    private static RunState state(Arrivals arrivals) {
        var state = new RunState(
                new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        RECEIVERS + 1,
                        3,
                        arrivals,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        64,
                        1,
                        1,
                        Transport.JDK),
                Duration.ZERO);
        state.startNanos = START;
        return state;
    }

    private LinePacing pacing(Arrivals arrivals) {
        state = state(arrivals);
        return LinePacing.of(state, senders, this::put);
    }

    /** Unless the sender's connection is broken. */
    private boolean put(Client sender, long dueNanos, long nowNanos) {
        put.add(new Put(sender.id(), dueNanos));
        if (sender.stage == Client.Stage.CLOSED || sender.stage == Client.Stage.JOINING) {
            return false;
        }
        state.ledger.completions.begin(sender.id(), sender.takeNumber(), RECEIVERS);
        return true;
    }

    private void reachesAll(int sender, int number) {
        for (int i = 0; i < RECEIVERS; i++) {
            state.ledger.completions.arrived(sender, number);
        }
    }

    @Test
    void anOpenLoopPutsWhatIsDueAndSaysWhenTheNextIs() {
        var pacing = pacing(new Arrivals.ConstantRate(1000));
        assertThat(pacing.putDue(START - 1)).isEqualTo(START);
        assertThat(put).isEmpty();
        assertThat(pacing.putDue(START)).isEqualTo(START + MILLI);
        assertThat(pacing.putDue(START + 3 * MILLI - 1)).isEqualTo(START + 3 * MILLI);
        assertThat(put).containsExactly(new Put(0, START), new Put(1, START + MILLI), new Put(2, START + 2 * MILLI));
        assertThat(pacing.putDue(END)).isEqualTo(Long.MAX_VALUE);
        assertThat(put).hasSize(1000);
    }

    @Test
    void whatIsDueOfWhoIsAwayIsSentLaterOrNever() {
        senders.get(1).stage = Client.Stage.JOINING;
        senders.get(2).stage = Client.Stage.CLOSED;
        pacing(new Arrivals.ConstantRate(1000)).putDue(START + 5 * MILLI);
        assertThat(senders.get(0).duesMeanwhile()).isEmpty();
        assertThat(senders.get(1).duesMeanwhile()).containsExactly(START + MILLI, START + 4 * MILLI);
        assertThat(senders.get(2).duesMeanwhile()).isEmpty();
        assertThat(state.unsent).hasValue(2);
    }

    @Test
    void aBurstIsDueAtOnce() {
        var pacing = pacing(new Arrivals.Bursts(2, Duration.ofMillis(10)));
        assertThat(pacing.putDue(START)).isEqualTo(START + 10 * MILLI);
        assertThat(put).containsExactly(new Put(0, START), new Put(1, START));
        assertThat(pacing.putDue(START + 10 * MILLI)).isEqualTo(START + 20 * MILLI);
        assertThat(put).endsWith(new Put(2, START + 10 * MILLI), new Put(0, START + 10 * MILLI));
    }

    @Test
    void atRandomEachWorkerHasTimesOfItsOwn() {
        var random = state(new Arrivals.Poisson(new Arrivals.ConstantRate(1000), 7));
        var firsts = senders.stream()
                .map(sender -> LinePacing.of(random, List.of(sender), this::put).putDue(START))
                .toList();
        assertThat(firsts).doesNotHaveDuplicates().allMatch(due -> due > START && due < END);
        assertThat(LinePacing.of(random, List.of(), this::put).putDue(END)).isEqualTo(Long.MAX_VALUE);
    }

    /** Whoever has it all need not wait for who has nothing: a server that serves one after the other would stand still meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aClosedLoopHasRoomForALineWhenOnesDeliveriesHaveArrived(int window) {
        var pacing = pacing(new Arrivals.ClosedWindow(window));
        pacing.putDue(START);
        assertThat(put).hasSize(window);
        state.ledger.completions.settle(RECEIVERS - 1);
        pacing.putDue(START);
        assertThat(put).hasSize(window);
        state.ledger.completions.settle(1);
        pacing.putDue(START);
        assertThat(put).hasSize(window + 1);
    }

    @Test
    void aClosedLoopDoesNotBeginBeforeTheStart() {
        var pacing = pacing(new Arrivals.ClosedWindow(1));
        assertThat(pacing.putDue(START - 1)).isEqualTo(START);
        assertThat(put).isEmpty();
        pacing.putDue(START);
        assertThat(put).containsExactly(new Put(0, START));
    }

    @Test
    void inAClosedLoopSendersTakeTurns() {
        senders.get(1).stage = Client.Stage.CLOSED;
        assertThat(pacing(new Arrivals.ClosedWindow(4)).putDue(START)).isEqualTo(START + LinePacing.POLL_NANOS);
        assertThat(put).extracting(Put::sender).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(put).allMatch(line -> line.dueNanos == START);
    }

    @Test
    void aClosedLoopOfNobodyWaits() {
        senders.forEach(sender -> sender.stage = Client.Stage.CLOSED);
        assertThat(pacing(new Arrivals.ClosedWindow(4)).putDue(START)).isEqualTo(START + LinePacing.POLL_NANOS);
        assertThat(put).hasSize(senders.size());
        assertThat(LinePacing.of(state, List.of(), this::put).putDue(START)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whomNobodyHearsHasNoTurn() {
        var pacing = pacing(new Arrivals.ClosedWindow(2));
        while (state.ledger.audience.receivers(0) > 0) {
            state.ledger.audience.leave(0);
        }
        pacing.putDue(START);
        assertThat(put).extracting(Put::sender).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClosedLoopEndsWithTheMeasuredTime(boolean thinking) {
        var pacing = pacing(
                thinking ? new Arrivals.ThinkTime(Duration.ofMillis(30)) : new Arrivals.ClosedWindow(senders.size()));
        assertThat(pacing.putDue(END)).isEqualTo(Long.MAX_VALUE);
        assertThat(put).isEmpty();
        pacing.putDue(END - 1);
        assertThat(put).hasSize(senders.size());
    }

    @Test
    void theyBeginAtEvenDistancesWithinTheFirstPause() {
        var pacing = pacing(new Arrivals.ThinkTime(Duration.ofMillis(30)));
        assertThat(pacing.putDue(START - 1)).isEqualTo(START);
        assertThat(pacing.putDue(START)).isEqualTo(START + LinePacing.POLL_NANOS);
        assertThat(pacing.putDue(START + 20 * MILLI)).isEqualTo(START + 20 * MILLI + LinePacing.POLL_NANOS);
        assertThat(put)
                .containsExactly(new Put(0, START), new Put(1, START + 10 * MILLI), new Put(2, START + 20 * MILLI));
    }

    @Test
    void theNextIsDueSoLongAfterTheLastHasReachedEverybody() {
        var pacing = pacing(new Arrivals.ThinkTime(Duration.ofMillis(30)));
        pacing.putDue(START + 20 * MILLI);
        put.clear();
        reachesAll(1, 0);
        reachesAll(2, 0);
        pacing.putDue(START + 25 * MILLI);
        pacing.putDue(START + 55 * MILLI - 1);
        assertThat(put).isEmpty();
        pacing.putDue(START + 55 * MILLI);
        assertThat(put).containsExactly(new Put(1, START + 55 * MILLI), new Put(2, START + 55 * MILLI));
        reachesAll(0, 0);
        reachesAll(1, 1);
        reachesAll(2, 1);
        assertThat(pacing.putDue(START + 60 * MILLI)).isEqualTo(START + 90 * MILLI);
    }

    @Test
    void whoIsOnItsWayBackThinksAgainAndWhoIsGoneDoesNot() {
        senders.get(0).stage = Client.Stage.JOINING;
        senders.get(1).stage = Client.Stage.CLOSED;
        senders.get(2).stage = Client.Stage.CLOSED;
        var pacing = pacing(new Arrivals.ThinkTime(Duration.ofMillis(30)));
        assertThat(pacing.putDue(START + 20 * MILLI)).isEqualTo(START + 50 * MILLI);
        senders.get(0).stage = Client.Stage.CLOSED;
        assertThat(pacing.putDue(START + 50 * MILLI)).isEqualTo(Long.MAX_VALUE);
        assertThat(put).extracting(Put::sender).containsExactly(0, 1, 2, 0);
    }

    /** Else the network would never be read, and nothing could end it. */
    @Test
    void aRateThatCannotBeReachedLeavesTimeForTheNetwork() {
        var pacing = pacing(new Arrivals.ConstantRate(1e8));
        assertThat(pacing.putDue(START + 500 * MILLI)).isLessThan(START + MILLI);
        assertThat(put).hasSize(1024);
        assertThat(pacing.remaining()).isEqualTo(100_000_000 - 1024);
        assertThat(pacing.measuredDue()).isEqualTo(100_000_000);
    }

    @Test
    void whatIsLeftOfARandomScheduleIsToldOnAverage() {
        var pacing = pacing(new Arrivals.Poisson(new Arrivals.ConstantRate(1e8), 7));
        pacing.putDue(END);
        assertThat(pacing.remaining()).isBetween(99_900_000L, 100_100_000L);
        var slow = pacing(new Arrivals.Poisson(new Arrivals.ConstantRate(1000), 7));
        for (long due = START; due < Long.MAX_VALUE; due = slow.putDue(END)) {
            assertThat(slow.remaining()).isNotNegative();
        }
        assertThat(slow.remaining()).isZero();
    }

    @Test
    void withoutAPauseWhoIsAwayIsAskedAgainLater() {
        senders.forEach(sender -> sender.stage = Client.Stage.JOINING);
        var pacing = pacing(new Arrivals.ThinkTime(Duration.ZERO));
        assertThat(pacing.putDue(START)).isEqualTo(START + LinePacing.POLL_NANOS);
        assertThat(put).hasSize(senders.size());
        senders.forEach(sender -> sender.stage = Client.Stage.READY);
        pacing.putDue(START + LinePacing.POLL_NANOS);
        assertThat(put).hasSize(2 * senders.size());
    }

    /** What became of the line that it had sent nobody will tell it. */
    @Test
    void whoComesBackThinksAgain() {
        var pacing = pacing(new Arrivals.ThinkTime(Duration.ofMillis(30)));
        pacing.putDue(START);
        put.clear();
        senders.getFirst().leave();
        senders.getFirst().stage = Client.Stage.READY;
        pacing.putDue(START + MILLI);
        pacing.putDue(START + 31 * MILLI);
        assertThat(put).contains(new Put(0, START + 31 * MILLI));
    }

    /** Lines that the server may never have got do not keep their places. */
    @Test
    void theWindowIsWholeAgainAfterASendersConnectionBroke() {
        state = new RunState(
                new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        RECEIVERS + 1,
                        3,
                        new Arrivals.ClosedWindow(6),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        64,
                        1,
                        1,
                        Transport.JDK,
                        Population.builder().reconnects(1).build()),
                Duration.ZERO);
        state.startNanos = START;
        var pacing = LinePacing.of(state, senders, this::put);
        pacing.putDue(START);
        assertThat(put).hasSize(6);
        state.ledger.completions.doubt(1, senders.get(1).linesSent());
        pacing.putDue(START);
        assertThat(put).hasSize(8);
    }
}
