package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.population.Census;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two rooms of a sender and nine receivers each, of which four in all are looked at. */
class CountedBytesTest {
    private static final int SENDERS = 2;
    private static final int CLIENTS = 20;
    private static final int COUNTED = 14;
    private static final int TEXT = 64;
    private static final int AROUND = 9;

    private final Census census = census(3);
    private final CountedBytes bytes = new CountedBytes(census);

    private static Census census(long seed) {
        return new Census(new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                CLIENTS,
                SENDERS,
                new Arrivals.ClosedWindow(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                TEXT,
                2,
                1,
                Transport.JDK,
                Population.builder().counted(COUNTED, seed).build()));
    }

    private int countedOf(int room) {
        return (int) IntStream.range(0, CLIENTS)
                .filter(client -> census.isCounted(client) && census.roomOf(client) == room)
                .count();
    }

    @Test
    void inEachRoomSomebodyIsLookedAtAndNoSenderIsCounted() {
        for (long seed = 0; seed < 50; seed++) {
            var drawn = census(seed);
            assertThat(IntStream.range(0, CLIENTS).filter(drawn::isCounted))
                    .hasSize(COUNTED)
                    .allMatch(client -> client >= SENDERS);
            assertThat(drawn.receiversOf(0)).isPositive();
            assertThat(drawn.receiversOf(1)).isPositive();
        }
        assertThat(IntStream.range(0, CLIENTS).filter(census(1)::isCounted).toArray())
                .isNotEqualTo(
                        IntStream.range(0, CLIENTS).filter(census(2)::isCounted).toArray());
    }

    /** What stands around a text is learned when the first one has come, and holds for all that were sent before. */
    @Test
    void eachByteIsKnownHoweverLateItIsLearned() {
        int receivers = countedOf(0);
        assertThat(bytes.begin(0, TEXT)).isEqualTo(receivers);
        bytes.begin(0, TEXT + 1);
        bytes.learn(0, AROUND);
        bytes.begin(0, TEXT);
        assertThat(bytes.frameBytes()).isEqualTo(AROUND + (3 * TEXT + 1) / 3.0);
        assertThat(bytes.bytesTo(2)).isEqualTo(3 * (TEXT + AROUND) + 1);
        assertThat(bytes.linesTo(2)).isEqualTo(3);
        assertThat(bytes.bytesTo(3)).isZero(); // of the other room
        bytes.takeBack(0, TEXT);
        assertThat(bytes.bytesTo(2)).isEqualTo(2 * (TEXT + AROUND) + 1);
        assertThat(bytes.deliveries()).isEqualTo(2L * receivers);
    }

    @Test
    void whatIsOnItsWayFollowsFromTheBytesThatHaveCome() {
        bytes.begin(0, TEXT);
        bytes.learn(0, AROUND);
        bytes.onReceived((TEXT + AROUND) * (countedOf(0) - 1L));
        assertThat(bytes.deliveriesLeft()).isEqualTo(1);
    }
}
