package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.DescriptorLimit;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static boolean clientsStay(int clients, Figure figure, Population population, int contestants) {
        var load = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                clients,
                2,
                new Arrivals.ConstantRate(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                1,
                Transport.JDK,
                population);
        var question = new Question(
                "s", "How?", "the best", "some", figure.key(), List.of(figure.key()), List.of(8), null, List.of());
        var setting = new Scenario.Setting("s", clients, null, load, List.of());
        return new Scenario(question, List.of(), List.of(setting)).clientsStay(setting, contestants);
    }

    @Test
    void clientsStayWhereNothingIsAskedAboutTheirComing() {
        assertThat(clientsStay(8, Figure.SERVER_CPU, Population.STEADY, 6)).isTrue();
        assertThat(clientsStay(8, Figure.CONNECTS_PER_SECOND, Population.STEADY, 6))
                .isFalse();
        assertThat(clientsStay(8, Figure.SERVER_BYTES_PER_CONNECTION, Population.STEADY, 6))
                .isFalse();
    }

    @Test
    void thoseWhoDoNotStayConnectForEachTrial() {
        var counted = Population.builder().counted(2, 1).build();
        assertThat(clientsStay(8, Figure.SERVER_CPU, counted, 6)).isTrue();
        var churn = Population.builder().joinsPerSecond(1).build();
        assertThat(clientsStay(8, Figure.SERVER_CPU, churn, 6)).isFalse();
        var slow = Population.builder().unruly(Role.SLOW_READER, 1).build();
        assertThat(clientsStay(8, Figure.SERVER_CPU, slow, 6)).isFalse();
    }

    /** The limit of descriptors is at most 2^30 on Linux (fs.nr_open), or cannot be told. */
    @Test
    void tooManyForTheProcessConnectForEachTrial() {
        assertThat(clientsStay(1_000_000, Figure.SERVER_CPU, Population.STEADY, 100_000))
                .isEqualTo(DescriptorLimit.current() == Long.MAX_VALUE);
    }
}
