package dev.muxbench.load.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PopulationTest {
    private static LoadPlan plan(int clients, int senders, int rooms, Population population) {
        return new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                clients,
                senders,
                new Arrivals.ConstantRate(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                rooms,
                1,
                Transport.JDK,
                population);
    }

    @Test
    void eachClientHasOneRole() {
        var census = new Census(plan(
                11,
                3,
                2,
                Population.builder()
                        .unruly(Role.SLOW_READER, 2)
                        .slowBytesPerSecond(1)
                        .unruly(Role.STUCK_READER, 1)
                        .unruly(Role.FLOODING, 1)
                        .unruly(Role.SLOWLORIS, 1)
                        .joinsPerSecond(1)
                        .build()));
        assertThat(IntStream.range(0, 11).mapToObj(census::roleOf))
                .containsExactly(
                        Role.SENDER,
                        Role.SENDER,
                        Role.SENDER,
                        Role.RECEIVER,
                        Role.RECEIVER,
                        Role.RECEIVER,
                        Role.SLOW_READER,
                        Role.SLOW_READER,
                        Role.STUCK_READER,
                        Role.FLOODING,
                        Role.SLOWLORIS);
        assertThat(IntStream.range(0, 11).filter(census::isUnruly)).containsExactly(6, 7, 8, 9, 10);
        assertThat(IntStream.range(0, 11).filter(census::comesAndGoes)).containsExactly(3, 4, 5);
        assertThat(census.receiversOf(0)).isEqualTo(2);
        assertThat(census.unrulyReceiversOf(0)).isEqualTo(3);
        assertThat(census.receiversOf(1)).isEqualTo(2);
        assertThat(census.sendersTo(4)).containsExactly(0, 2);
        assertThat(census.sendersTo(5)).containsExactly(1);
    }

    /** They hear nothing, so nobody waits for them to. */
    @Test
    void whoVanishesIsNobodysReceiver() {
        var census = new Census(new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                10,
                2,
                new Arrivals.ConstantRate(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                1,
                Transport.EPOLL,
                Population.builder()
                        .unruly(Role.SLOW_READER, 1)
                        .slowBytesPerSecond(1)
                        .unruly(Role.HALF_OPEN, 3)
                        .build()));
        assertThat(IntStream.range(0, 10).filter(client -> census.roleOf(client) == Role.HALF_OPEN))
                .containsExactly(7, 8, 9);
        assertThat(census.receiversOf(0)).isEqualTo(5);
        assertThat(census.unrulyReceiversOf(0)).isEqualTo(1);
    }

    @Test
    void inASteadyPopulationAllReceive() {
        var census = new Census(plan(11, 3, 2, Population.STEADY));
        assertThat(IntStream.range(0, 11).filter(census::isUnruly)).isEmpty();
        assertThat(IntStream.range(0, 11).filter(census::comesAndGoes)).isEmpty();
        assertThat(census.receiversOf(0)).isEqualTo(5);
        assertThat(census.receiversOf(1)).isEqualTo(4);
        assertThat(census.unrulyReceiversOf(0)).isZero();
    }

    /** Zipf's law with exponent 1 for 4 rooms: 12 : 6 : 4 : 3, of the 100 beside the two that each room has in any case. */
    @Test
    void roomsOfUnequalSizeHaveTheirShareOfEachGroup() {
        var census = new Census(plan(
                108 + 25,
                25,
                4,
                Population.builder().roomSkew(1).unruly(Role.STUCK_READER, 25).build()));
        assertThat(sizes(census, 4, 0, 108)).containsExactly(50, 26, 18, 14);
        assertThat(sizes(census, 4, 108, 133)).containsExactly(12, 6, 4, 3);
        for (int first = 1; first <= 108; first++) {
            int[] sizes = sizes(census, 4, 0, first);
            for (int room = 0; room < 4; room++) {
                double share = new int[] {50, 26, 18, 14}[room] * first / 108.0;
                assertThat((double) sizes[room]).isBetween(share - 1.5, share + 1.5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1000, 100", "1, 500, 250", "2, 20000, 1000", "5, 64, 32"})
    void everyRoomHasTwo(double skew, int clients, int rooms) {
        var census = new Census(
                plan(clients, 1, rooms, Population.builder().roomSkew(skew).build()));
        int[] sizes = sizes(census, rooms, 0, clients);
        assertThat(Arrays.stream(sizes).min().orElseThrow()).isGreaterThanOrEqualTo(2);
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(clients);
        assertThat(Arrays.stream(sizes).boxed()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static int[] sizes(Census census, int rooms, int from, int to) {
        int[] sizes = new int[rooms];
        for (int client = from; client < to; client++) {
            sizes[census.roomOf(client)]++;
        }
        return sizes;
    }

    @ParameterizedTest
    @CsvSource({
        "10, 4, 1, -1, 1, 0, slow-readers must be 0 or more",
        "10, 4, 1, 7, 1, 0, 'must be at most 6, the clients that do not send'",
        "10, 1, 3, 5, 1, 0, 'must leave at least two other clients in each room'",
        "10, 4, 1, 1, 0, 0, slow-rate must be 1 byte/s or more",
        "10, 4, 1, 0, 1, -1, churn must be from 0",
        "10, 4, 1, 0, 1, NaN, churn must be from 0",
        "10, 4, 1, 6, 1, 1, churn needs clients that neither send nor are unruly",
        "10, 10, 1, 0, 1, 1, churn needs clients that neither send nor are unruly"
    })
    void whatCannotBeIsSaid(
            int clients, int senders, int rooms, int slow, long slowRate, double joins, String message) {
        assertThatThrownBy(() -> plan(
                        clients,
                        senders,
                        rooms,
                        Population.builder()
                                .unruly(Role.SLOW_READER, slow)
                                .slowBytesPerSecond(slowRate)
                                .joinsPerSecond(joins)
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void onlyTheSystemsOwnSocketsCanVanish() {
        assertThatThrownBy(() -> plan(
                        10, 2, 1, Population.builder().unruly(Role.HALF_OPEN, 1).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half-open needs --transport epoll");
    }
}
