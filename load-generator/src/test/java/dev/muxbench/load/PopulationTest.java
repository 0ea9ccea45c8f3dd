package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.LoadPlan.Arrivals;
import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
    void eachClientHasOnePart() {
        var plan = plan(10, 3, 2, new Population(4, 1, 1));
        assertThat(IntStream.range(0, 10).filter(plan::isSlow)).containsExactly(6, 7, 8, 9);
        assertThat(IntStream.range(0, 10).filter(plan::comesAndGoes)).containsExactly(3, 4, 5);
        assertThat(plan.comersAndGoers()).isEqualTo(3);
        assertThat(plan.fastReceiversOf(0)).isEqualTo(2);
        assertThat(plan.slowReceiversOf(0)).isEqualTo(2);
        assertThat(plan.fastReceiversOf(1)).isEqualTo(2);
    }

    @Test
    void inASteadyPopulationAllReceive() {
        var plan = plan(11, 3, 2, Population.STEADY);
        assertThat(IntStream.range(0, 11).filter(plan::isSlow)).isEmpty();
        assertThat(IntStream.range(0, 11).filter(plan::comesAndGoes)).isEmpty();
        assertThat(plan.fastReceiversOf(0)).isEqualTo(5);
        assertThat(plan.fastReceiversOf(1)).isEqualTo(4);
        assertThat(plan.slowReceiversOf(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 4, 1, -1, 1, 0, slow-readers must be 0 or more",
        "10, 4, 1, 7, 1, 0, 'slow-readers must be at most 6, the clients that do not send'",
        "10, 1, 3, 5, 1, 0, 'slow-readers must leave at least two other clients in each room'",
        "10, 4, 1, 1, 0, 0, slow-rate must be 1 byte/s or more",
        "10, 4, 1, 0, 1, -1, churn must be from 0",
        "10, 4, 1, 0, 1, NaN, churn must be from 0",
        "10, 4, 1, 6, 1, 1, churn needs clients that neither send nor read slowly",
        "10, 10, 1, 0, 1, 1, churn needs clients that neither send nor read slowly"
    })
    void whatCannotBeIsSaid(
            int clients, int senders, int rooms, int slow, long slowRate, double joins, String message) {
        assertThatThrownBy(() -> plan(clients, senders, rooms, new Population(slow, slowRate, joins)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
