package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    private static void assumeLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "limit needs Linux");
    }

    @Test
    void theLimitIsOneForEachNumberOfLines() {
        assumeLinux();
        assertThat(Contestant.names(Peers.parse("limit")))
                .containsExactly("limit-1", "limit-16", "limit-64", "limit-256", "limit-1024");
        assertThat(Peers.parse(" limit:7")).containsExactly(JavaPeer.limit(7));
    }

    @ParameterizedTest
    @CsvSource({
        "theirs=redis://10.0.0.2:6380, redis, redis://10.0.0.2:6380",
        "theirs=NATS://somewhere, nats, nats://somewhere:4222",
        "theirs=chat://[::1]:1, chat, chat://[::1]:1"
    })
    void aServerThatRunsIsNamed(String text, String protocol, String address) {
        assertThat(Peers.parse(text)).singleElement().satisfies(peer -> {
            assertThat(peer.name()).isEqualTo("theirs");
            assertThat(peer.protocol()).hasToString(protocol);
            assertThat(peer.text()).isEqualTo(address);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | '' is none of redis, nats, channelgroup, limit, limit:64 and theirs=redis://10.0.0.2:6379
            limit:               | is none of redis
            limit:0              | limit must be of 1 to 65536 lines, not 0
            theirs=              | '' is no server
            theirs=redis         | 'redis' is no server: it must be written as in redis://10.0.0.2:6379
            theirs=redis://a:b   | is no server
            theirs=redis://a/b   | is no server
            theirs=smtp://a:25   | no protocol is called smtp; there are: chat, redis, nats, irc
            a b=redis://a        | 'a b' is no name
            """)
    void mistakesAreSaid(String text, String complaint) {
        assertThatThrownBy(() -> Peers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static Scenario scenario(int rooms, Population population) {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                8,
                2,
                new Arrivals.ConstantRate(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                rooms,
                1,
                Transport.JDK,
                population);
        var figure = Figure.DELIVERIES_PER_SECOND.key();
        var question =
                new Question("s", "How?", "the best", "some", figure, List.of(figure), List.of(8), null, List.of());
        return new Scenario(question, List.of(), List.of(new Scenario.Setting("s", 8, null, plan, List.of())));
    }

    @Test
    void whoCannotAnswerSaysWhy() {
        var nats = new RemotePeer("nats", Protocols.NATS, "localhost", 1);
        var nio = new BackendContestant("nio", "nio");
        var rooms = scenario(2, Population.STEADY);
        assertThat(rooms.obstacle(JavaPeer.channelGroup())).hasValue("it has one room");
        assertThat(rooms.obstacle(nats)).isEmpty();
        var slow = scenario(1, Population.builder().unruly(Role.SLOW_READER, 1).build());
        assertThat(slow.obstacle(JavaPeer.limit(1))).hasValue("it waits for its slowest client");
        assertThat(slow.obstacle(JavaPeer.channelGroup())).isEmpty();
        var counted = scenario(1, Population.builder().counted(2, 1).build());
        assertThat(counted.obstacle(nats).orElseThrow()).startsWith("verify must be all with nats");
        assertThat(List.of(rooms, slow, counted))
                .allSatisfy(scenario -> assertThat(scenario.obstacle(nio)).isEmpty());
    }

    @Test
    void aRunKnowsWhoIsLeftOut() {
        var nio = new BackendContestant("nio", "nio");
        var rooms = scenario(2, Population.STEADY);
        var plan = new RunPlan(
                List.of(nio, JavaPeer.channelGroup()),
                "nio",
                List.of(rooms),
                1,
                1,
                Duration.ZERO,
                Placement.FREE,
                false);
        assertThat(plan.leftOut()).isEqualTo(Map.of("s", Map.of("channelgroup", "it has one room")));
    }
}
