package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.DialectContext;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Texts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is rehearsed is the whole of it: nothing is taken for anything but a delivery. */
class RehearsalTest {
    private static long verified(int lines, int lineBytes, Arrivals arrivals, Protocol protocol, Texts texts) {
        return new Rehearsal(new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        2,
                        1,
                        arrivals,
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        lineBytes,
                        1,
                        1,
                        Transport.JDK,
                        Population.STEADY,
                        new Speech(protocol, texts)))
                .perform(lines);
    }

    @ParameterizedTest
    @MethodSource("dev.muxbench.load.protocol.Protocols#all")
    void everyLineIsVerifiedAtBoth(Protocol protocol) {
        assertThat(verified(1_000, 64, new Arrivals.ConstantRate(1), protocol, new Texts.Even()))
                .isEqualTo(2 * 1_024);
        assertThat(verified(1_000, 400, new Arrivals.ClosedWindow(1), protocol, new Texts.Between(48, 1)))
                .isEqualTo(2 * 1_024);
    }

    /** What stands before a text is the protocol's business. */
    @Test
    void headsMayBeLong() {
        var wordy = new Protocol(
                "wordy",
                "a wordy server",
                1,
                64,
                false,
                false,
                false,
                rooms -> Protocols.NATS.open(new LongNames(rooms)));
        assertThat(verified(1_000, 64, new Arrivals.ConstantRate(1), wordy, new Texts.Even()))
                .isEqualTo(2 * 1_024);
    }

    private record LongNames(DialectContext given) implements DialectContext {
        @Override
        public int rooms() {
            return given.rooms();
        }

        @Override
        public String nameOfRoom(int room) {
            return "long-".repeat(100) + room;
        }

        @Override
        public boolean roomsAreNamed() {
            return true;
        }

        @Override
        public int senders() {
            return given.senders();
        }

        @Override
        public int textBytes() {
            return given.textBytes();
        }

        @Override
        public int numberOf(int client) {
            return given.numberOf(client);
        }

        @Override
        public int numberOfSender(int sender) {
            return given.numberOfSender(sender);
        }

        @Override
        public int returnsOf(int sender) {
            return given.returnsOf(sender);
        }
    }

    /** Of the longest lines there are fewer. */
    @Test
    void itEnds() {
        var seldom = new Arrivals.ThinkTime(Duration.ofDays(1));
        assertThat(verified(20_000, 64 << 10, seldom, Protocols.CHAT, new Texts.Even()))
                .isEqualTo(2L * 256);
    }
}
