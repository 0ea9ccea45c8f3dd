package dev.muxbench.load.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.record.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One sender, one that reads fast, one that reads slowly. */
class DeliveryDecoderTest {
    private static final int SENDER = 0;
    private static final int FAST = 1;
    private static final int SLOW = 2;
    private static final byte[] NICK = "user:0> ".getBytes(US_ASCII);

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
                    Population.builder()
                            .unruly(Role.SLOW_READER, 1)
                            .slowBytesPerSecond(1)
                            .build()),
            Duration.ofSeconds(1));
    private final Recording recording = new Recording(0, 0, 1000);
    private final Verifier verifier = new Verifier(null);
    private final DeliveryDecoder decoder =
            new DeliveryDecoder(state.ledger, state.plan.speech().protocol().open(state), verifier, recording);

    private byte[] line(int number) {
        var line = new byte[NICK.length + 64 + 1];
        System.arraycopy(NICK, 0, line, 0, NICK.length);
        state.ledger.codec.encode(line, NICK.length, 1, SENDER, number);
        line[line.length - 1] = '\n';
        return line;
    }

    private void arrives(Receiver client, int number) {
        arrives(client, line(number));
    }

    private void arrives(Receiver client, byte[] line) {
        assertThat(decoder.decode(client, line, 0, line.length, 2)).isEqualTo(line.length);
    }

    /** Nick, separator or text: it is one of ours, and not somebody else's. */
    @Test
    void aLineWithAnyBitFlippedIsCorrupted() {
        var client = new Receiver(FAST, 0, 1, false);
        arrives(client, 0);
        int flipped = 0;
        for (int at = 0; at < NICK.length + 64; at++) {
            for (int bit = 0; bit < 8; bit++) {
                var line = line(1);
                line[at] ^= (byte) (1 << bit);
                arrives(client, line);
                assertThat(verifier.counts().corrupted())
                        .as("byte %d, bit %d", at, bit)
                        .isEqualTo(++flipped);
            }
        }
        assertThat(verifier.counts().foreign()).isZero();
        arrives(client, 1);
        assertThat(client.nextNumber(SENDER)).isEqualTo(2);
    }

    @Test
    void whatOthersSayIsTheirs() {
        for (var text : List.of("", "More", "Mad", "0123456789abcdef 0123 0123 4567", "M".repeat(64), "F".repeat(64))) {
            arrives(new Receiver(FAST, 0, 1, false), ("bob> " + text + "\n").getBytes(US_ASCII));
        }
        arrives(new Receiver(FAST, 0, 1, false), new byte[] {'\n'});
        assertThat(verifier.counts().foreign()).isEqualTo(7);
        assertThat(verifier.counts().corrupted()).isZero();
    }

    @Test
    void aLineOfNoSenderIsCorrupted() {
        var line = line(0);
        line[NICK.length - 3] = '1';
        state.ledger.codec.encode(line, NICK.length, 1, SENDER + 1, 0);
        arrives(new Receiver(SLOW, 0, 1, false), line);
        assertThat(verifier.counts().corrupted()).isEqualTo(1);
    }

    /** Though a line would end there that is as long as the one before. */
    @Test
    void aLineWithoutItsEndIsNotTakenForAWholeOne() {
        var client = new Receiver(FAST, 0, 1, false);
        arrives(client, 0);
        var joined = Arrays.copyOf(line(1), 2 * line(1).length);
        System.arraycopy(line(2), 0, joined, line(1).length, line(2).length);
        joined[line(1).length - 1] = ' ';
        arrives(client, joined);
        assertThat(client.nextNumber(SENDER)).isEqualTo(1);
        assertThat(verifier.counts().corrupted()).isEqualTo(1);
    }

    /** Wherever it is cut off, if there is enough of it to know it by; lost it is in any case. */
    @Test
    void aTornLineIsCorrupted() {
        arrives(new Receiver(FAST, 0, 1, false), 0);
        for (int end = NICK.length + 9; end < NICK.length + 64; end++) {
            var torn = Arrays.copyOf(line(1), end + 1);
            torn[end] = '\n';
            arrives(new Receiver(FAST, 0, 1, false), torn);
        }
        assertThat(verifier.counts().corrupted()).isEqualTo(64 - 9);
        assertThat(verifier.counts().foreign()).isZero();
    }

    @Test
    void serviceTimeIsWithoutTheScheduleError() {
        state.ledger.completions.begin(SENDER, 0, 2);
        Objects.requireNonNull(state.ledger.handOvers).put(SENDER, 0, 1);
        arrives(new Receiver(FAST, 0, 1, false), 0); // due at 1, sent at 2, received at 2
        assertThat(recording.service().getTotalCount()).isEqualTo(1);
        assertThat(recording.service().getMaxValue()).isZero();
    }

    @Test
    void aLineHasReachedEverybodyWithoutTheSlowOnes() {
        state.ledger.completions.begin(SENDER, 0, 1);
        var slow = new Receiver(SLOW, 0, 1, true);
        arrives(slow, 0);
        assertThat(state.ledger.completions.isComplete(SENDER, 0)).isFalse();
        arrives(new Receiver(FAST, 0, 1, false), 0);
        assertThat(state.ledger.completions.isComplete(SENDER, 0)).isTrue();
        assertThat(recording.lastReceiver().getTotalCount()).isEqualTo(1);
        assertThat(recording.unrulyLatency().getTotalCount()).isEqualTo(1);
    }

    @Test
    void aLineThatWasNotOwedIsExpectedWhenItComesAndCompletesNothing() {
        state.ledger.completions.begin(SENDER, 0, 1);
        state.ledger.completions.begin(SENDER, 1, 1);
        var client = new Receiver(FAST, 0, 1, false);
        client.beginVisit();
        client.setFirstOwed(SENDER, 1);
        arrives(client, 0);
        assertThat(state.ledger.completions.isComplete(SENDER, 0)).isFalse();
        assertThat(recording.expected()).isEqualTo(1);
        arrives(client, 1);
        assertThat(state.ledger.completions.isComplete(SENDER, 1)).isTrue();
        assertThat(recording.expected()).isEqualTo(1);
    }

    /** Slow readers do not make room in a closed loop, nor does who received what it need not. */
    @Test
    void whatArrivesMakesRoomWhenAllOfItsReadIsRecorded() {
        state.ledger.completions.begin(SENDER, 0, 2);
        state.ledger.completions.begin(SENDER, 1, 2);
        var slow = new Receiver(SLOW, 0, 1, true);
        arrives(slow, 0);
        var comer = new Receiver(FAST, 0, 1, false);
        comer.beginVisit();
        comer.setFirstOwed(SENDER, 1);
        arrives(comer, 0);
        assertThat(recording.delivered()).isZero();
        decoder.endOfRead(2);
        assertThat(recording.delivered()).isEqualTo(2);
        assertThat(state.ledger.linesInFlight()).isEqualTo(2);
        arrives(comer, 1);
        assertThat(state.ledger.linesInFlight()).isEqualTo(2);
        decoder.endOfRead(2);
        assertThat(state.ledger.linesInFlight()).isEqualTo(1.5);
        decoder.endOfRead(2);
        assertThat(state.ledger.linesInFlight()).isEqualTo(1.5);
    }
}
