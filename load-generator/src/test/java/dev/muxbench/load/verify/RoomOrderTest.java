package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that follow an order are judged as those with numbers of their own are. */
class RoomOrderTest {
    private static final int SENDERS = 70;
    private static final int CLIENTS = 90; // none of them sends

    private final RoomOrder order = new RoomOrder(SENDERS);
    private final List<Receiver> followers =
            IntStream.range(0, CLIENTS).mapToObj(this::follower).toList();

    private record Line(int place, int number) {}

    private Receiver follower(int id) {
        var client = new Receiver(id, 0, 0, false);
        order.add(client);
        return client;
    }

    private long following() {
        return followers.stream().filter(client -> client.order() != null).count();
    }

    private static List<Line> lines(int count, Random random) {
        var next = new int[SENDERS];
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            int place = random.nextInt(SENDERS);
            lines.add(new Line(place, next[place]++));
        }
        return lines;
    }

    /** What somebody receives of them, who may be unlucky. */
    private static List<Line> received(List<Line> lines, Random random, double faults) {
        var received = new ArrayList<Line>();
        for (var line : lines) {
            double luck = random.nextDouble();
            if (luck < faults) {
                received.add(line);
                received.add(line);
            } else if (luck < 2 * faults) {
                received.add(received.size() / 2, line);
            } else if (luck >= 3 * faults) {
                received.add(line);
            }
        }
        return received;
    }

    /** Gives all clients what they receive, some lines at a time to one of them. */
    private void deliver(
            List<List<Line>> received, Verifier verifier, List<Receiver> clients, Random random, int most) {
        var at = new int[CLIENTS];
        int left = received.stream().mapToInt(List::size).sum();
        while (left > 0) {
            int client = random.nextInt(CLIENTS);
            for (int i = random.nextInt(most);
                    i >= 0 && at[client] < received.get(client).size();
                    i--) {
                var line = received.get(client).get(at[client]++);
                verifier.onLine(clients.get(client), line.place(), line.place(), line.number());
                left--;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 3000})
    void whoeverIsFirstAllFollowOneOrder(int most) {
        var random = new Random(most);
        var lines = lines(3000, random);
        var received =
                followers.stream().map(client -> received(lines, random, 0)).toList();
        var verifier = new Verifier(null);
        deliver(received, verifier, followers, random, most);
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
        assertThat(following() == CLIENTS).isEqualTo(most <= 3); // else some are far behind
        followers.forEach(Receiver::leaveOrder);
        var sent = new int[SENDERS];
        lines.forEach(line -> sent[line.place()]++);
        for (var client : followers) {
            assertThat(IntStream.range(0, SENDERS).map(client::nextNumber).toArray())
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void faultsAreTheSameAsWithNumbersOfTheirOwn(long seed) {
        var random = new Random(seed);
        var lines = lines(2000, random);
        var received = followers.stream()
                .map(client -> received(lines, random, client.id() % 3 == 0 ? 0.001 : 0))
                .toList();
        var verifier = new Verifier(null);
        deliver(received, verifier, followers, new Random(seed), 50);
        var own = IntStream.range(0, CLIENTS)
                .mapToObj(id -> new Receiver(id, 0, SENDERS, false))
                .toList();
        var oracle = new Verifier(null);
        deliver(received, oracle, own, new Random(seed), 50);
        assertThat(verifier.counts()).isEqualTo(oracle.counts());
        assertThat(oracle.counts().duplicated()).isPositive();
        assertThat(oracle.counts().reordered()).isPositive();
        assertThat(following()).isLessThan(CLIENTS);
    }

    @Test
    void whoMissesALineLeavesTheOthersAsTheyAre() {
        var verifier = new Verifier(null);
        for (var line : lines(1000, new Random(1))) {
            for (var client : followers) {
                if (client.id() != 7 || line.number() != 3) {
                    assertThat(verifier.onLine(client, line.place(), line.place(), line.number()))
                            .isNotEqualTo(Verifier.FAULT);
                }
            }
        }
        assertThat(following()).isEqualTo(CLIENTS - 1);
        assertThat(followers.get(7).order()).isNull();
        assertThat(verifier.onLine(followers.get(7), 5, 5, 3)).isZero();
        assertThat(verifier.onLine(followers.get(7), 5, 5, 3)).isEqualTo(Verifier.FAULT);
        assertThat(verifier.counts()).isEqualTo(new FaultCounts(0, 1, 1, 0, 0, 0, 0, null, 0, null, 0, null));
    }

    /** A server without a total order: each client receives the senders' lines in another one. */
    @Test
    void withoutAnOrderNothingIsAFault() {
        var random = new Random(1);
        var received = followers.stream()
                .map(client -> received(lines(1000, new Random(client.id())), random, 0))
                .toList();
        var verifier = new Verifier(null);
        deliver(received, verifier, followers, random, 10);
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
        assertThat(following()).isLessThan(CLIENTS / 2);
    }

    /** Twice as many lines would take more memory than numbers of their own; and never by more than 65536. */
    @ParameterizedTest
    @CsvSource({"90, 70, 2048", "64, 128, 4096", "90, 5000, 65536"})
    void howFarBehindOneMayBe(int clients, int senders, int most) {
        var roomOrder = new RoomOrder(senders);
        var all = IntStream.range(0, clients)
                .mapToObj(id -> new Receiver(id, 0, 0, false))
                .toList();
        all.forEach(roomOrder::add);
        for (int i = 0; i < 5000; i++) {
            all.forEach(client -> receive(roomOrder, client, 1));
        }
        var first = all.getFirst();
        receive(roomOrder, first, most);
        receive(roomOrder, all.get(1), most / 2);
        receive(roomOrder, all.get(2), most / 2 - 1);
        assertThat(all).allMatch(client -> client.follows(roomOrder));
        receive(roomOrder, first, 1); // to make room for it, half of the lines are forgotten
        assertThat(all.stream().filter(client -> client.follows(roomOrder))).containsExactly(first, all.get(1));
    }

    private static void receive(RoomOrder order, Receiver client, int lines) {
        for (int i = 0; i < lines; i++) {
            assertThat(order.isNext(client, 0, (int) client.position)).isTrue();
        }
    }

    /** More than is remembered. */
    @Test
    void whoIsFarBehindMissesNothing() {
        var lines = lines(200_000, new Random(1));
        var verifier = new Verifier(null);
        for (var client : List.of(followers.getLast(), followers.getFirst(), followers.get(CLIENTS - 2))) {
            for (var line : lines) {
                if (line.place() != client.id()) {
                    assertThat(verifier.onLine(client, line.place(), line.place(), line.number()))
                            .isEqualTo(1);
                }
            }
        }
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
        assertThat(following()).isEqualTo(1);
    }
}
