package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One sender, one that reads fast, one that reads slowly. */
class DeliveryDecoderTest {
    private static final int SENDER = 0;
    private static final int FAST = 1;
    private static final int SLOW = 2;
    private static final byte[] NICK = "user:0> ".getBytes(StandardCharsets.US_ASCII);

    private final RunState state = new RunState(
            new LoadPlan(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    3,
                    1,
                    new Arrivals.ConstantRate(1),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    64,
                    1,
                    1,
                    Transport.JDK,
                    Population.STEADY.withSlowReaders(1, 1)),
            Duration.ofSeconds(1));
    private final Recording recording = new Recording(0, 0, 1000);
    private final DeliveryDecoder decoder = new DeliveryDecoder(state, Dialect.of(state), new Verifier(), recording);

    private void arrives(Client client, int number) {
        var line = new byte[NICK.length + 64 + 1];
        System.arraycopy(NICK, 0, line, 0, NICK.length);
        state.codec.encode(line, NICK.length, 1, SENDER, number);
        line[line.length - 1] = '\n';
        assertThat(decoder.decode(client, line, 0, line.length, 2)).isEqualTo(line.length);
    }

    @Test
    void aLineHasReachedEverybodyWithoutTheSlowOnes() {
        state.completions.begin(SENDER, 0, 1);
        var slow = new Client(SLOW, 0, 1, true);
        slow.pace = new TokenBucket(1, 0);
        arrives(slow, 0);
        assertThat(state.completions.completed()).isZero();
        arrives(new Client(FAST, 0, 1, false), 0);
        assertThat(state.completions.completed()).isEqualTo(1);
        assertThat(recording.lastReceiver().getTotalCount()).isEqualTo(1);
        assertThat(recording.unrulyLatency().getTotalCount()).isEqualTo(1);
    }

    @Test
    void aLineThatWasNotOwedIsExpectedWhenItComesAndCompletesNothing() {
        state.completions.begin(SENDER, 0, 1);
        state.completions.begin(SENDER, 1, 1);
        var client = new Client(FAST, 0, 1, false);
        client.leave();
        client.setFirstOwed(SENDER, 1);
        arrives(client, 0);
        assertThat(state.completions.completed()).isZero();
        assertThat(recording.expected()).isEqualTo(1);
        arrives(client, 1);
        assertThat(state.completions.completed()).isEqualTo(1);
        assertThat(recording.expected()).isEqualTo(1);
    }
}
