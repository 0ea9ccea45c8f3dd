package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.DeliveryDecoder;
import dev.muxbench.load.verify.FaultCounts;
import dev.muxbench.load.verify.Verifier;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of each protocol, however they are cut and damaged, to a client in the room of two senders. */
@ParameterizedClass
@MethodSource(TestProtocols.ALL)
class DialectTest {
    private static final int LONGEST = 70;
    private static final int LINES = 6;
    private static final int RECEIVER = 4; // in room 0, as senders 0 and 2 are

    @Parameter
    private Protocol protocol = Protocols.CHAT;

    static Stream<Texts> texts() {
        return Stream.of(new Texts.Even(), new Texts.Between(48, 3));
    }

    private RunState state(Texts texts) {
        return new RunState(
                new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        6,
                        4,
                        new Arrivals.ConstantRate(1),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        LONGEST,
                        2,
                        1,
                        Transport.JDK,
                        Population.STEADY,
                        new Speech(protocol, texts)),
                Duration.ofSeconds(1));
    }

    private final Recording recording = new Recording(0, 0, 1000); // of all receivers: it is large

    /** A decoder for one client, and what it is given. */
    private final class Receiver {
        final Verifier verifier = new Verifier(null);
        final long deliveredBefore = recording.delivered();
        final dev.muxbench.load.verify.Receiver client = new dev.muxbench.load.verify.Receiver(RECEIVER, 0, 2, false);
        private final DeliveryDecoder decoder;
        private byte[] rest = {};

        Receiver(RunState state) {
            decoder = new DeliveryDecoder(
                    state.ledger, state.plan.speech().protocol().open(state), verifier, recording);
        }

        void receive(byte[] bytes, int from, int to) {
            var all = Arrays.copyOf(rest, rest.length + to - from);
            System.arraycopy(bytes, from, all, rest.length, to - from);
            int end = decoder.decode(client, all, 0, all.length, 2);
            rest = Arrays.copyOfRange(all, end, all.length);
        }

        long delivered() {
            recording.endOfRead(2);
            return recording.delivered() - deliveredBefore;
        }
    }

    private String delivery(RunState state, int sender, int number) {
        var text = new byte[LONGEST];
        int end = state.ledger.codec.encode(text, 0, 1, sender, number);
        return wrapped("load-" + sender % 2, sender, new String(text, 0, end, StandardCharsets.ISO_8859_1));
    }

    private String wrapped(String room, int sender, String text) {
        return switch (protocol.name()) {
            case "chat" -> "user:" + sender + "> " + text + "\n";
            case "redis" -> TestRedis.delivery(room, text);
            case "nats" -> TestNats.delivery(room, text);
            default -> TestIrc.delivery("L" + sender, "#" + room, text);
        };
    }

    /** What is no delivery, and no fault. */
    private String service() {
        return switch (protocol.name()) {
            case "chat" -> "Welcome\n\nbob> hi\n";
            case "redis" -> ":900\r\n>3\r\n$9\r\nsubscribe\r\n$6\r\nload-0\r\n:1\r\n";
            case "nats" -> "PING\r\n+OK\r\nINFO {}\r\n" + TestNats.delivery("load-0", "hi");
            default ->
                ":x!y@z JOIN :#load-0\r\nPING :1\r\n:x!y@z QUIT :gone\r\n" + TestIrc.delivery("x", "#load-0", "hi");
        };
    }

    private byte[] stream(RunState state) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < LINES; i++) {
            bytes.writeBytes(delivery(state, i % 2 * 2, i / 2).getBytes(StandardCharsets.ISO_8859_1));
            if (i % 2 == 0) {
                bytes.writeBytes(service().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private void assertAllVerified(Receiver receiver) {
        assertThat(receiver.delivered()).isEqualTo(LINES);
        assertThat(receiver.verifier.counts().any()).isFalse();
        assertThat(receiver.rest).isEmpty();
        assertThat(receiver.client.hasAnswers())
                .as("an answer to PING")
                .isEqualTo(service().contains("PING"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsMayBeCutAnywhere(Texts texts) {
        var state = state(texts);
        var stream = stream(state);
        for (int cut = 0; cut <= stream.length; cut++) {
            var receiver = new Receiver(state);
            receiver.receive(stream, 0, cut);
            receiver.receive(stream, cut, stream.length);
            assertAllVerified(receiver);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsMayBeOfOneByte(Texts texts) {
        var state = state(texts);
        var stream = stream(state);
        var receiver = new Receiver(state);
        for (int at = 0; at < stream.length; at++) {
            receiver.receive(stream, at, at + 1);
        }
        assertAllVerified(receiver);
    }

    /** Whatever is wrong with one delivery, it is not verified, and costs none of the others. */
    @ParameterizedTest
    @MethodSource("texts")
    void eachWrongAndEachMissingByteIsNoticed(Texts texts) {
        var state = state(texts);
        var first = delivery(state, 0, 0);
        var damaged = delivery(state, 0, 1);
        var following = delivery(state, 0, 2) + delivery(state, 2, 0);
        for (int at = 0; at < damaged.length(); at++) {
            char wrong = damaged.charAt(at) == '#' ? '$' : '#';
            for (var replacement : new String[] {String.valueOf(wrong), ""}) {
                var stream = first + damaged.substring(0, at) + replacement + damaged.substring(at + 1) + following;
                var receiver = new Receiver(state);
                var bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
                receiver.receive(bytes, 0, bytes.length);
                boolean lineEnd = damaged.charAt(at) == '\n';
                assertThat(receiver.delivered())
                        .as("byte %d replaced by '%s'", at, replacement)
                        .isBetween(lineEnd ? 2L : 3L, 3L);
            }
        }
    }

    @Test
    void aLineOfAnotherRoomIsMisdirected() {
        var state = state(new Texts.Even());
        var receiver = new Receiver(state);
        var bytes = delivery(state, 1, 0).getBytes(StandardCharsets.ISO_8859_1);
        receiver.receive(bytes, 0, bytes.length);
        assertThat(receiver.verifier.counts()).isEqualTo(new FaultCounts(0, 0, 0, 0, 0, 1, 0, null, 0, null, 0, null));
        assertThat(receiver.delivered()).isZero();
    }

    @Test
    void whatTheServerRefusesIsTold() {
        var complaint = switch (protocol.name()) {
            case "chat" -> "";
            case "redis", "nats" -> "-ERR no\r\n";
            default -> ":x 404 L4 #load-0 :no\r\n";
        };
        var receiver = new Receiver(state(new Texts.Even()));
        receiver.receive(complaint.getBytes(StandardCharsets.ISO_8859_1), 0, complaint.length());
        assertThat(receiver.verifier.counts().serverErrors()).isEqualTo(protocol.equals(Protocols.CHAT) ? 0 : 1);
    }

    /** Where the server does not decide it, what stands before a line is known beforehand. */
    @Test
    void aLineUnderAnotherNameIsCorrupted() {
        var state = state(new Texts.Even());
        var text = new byte[LONGEST];
        state.ledger.codec.encode(text, 0, 1, 0, 0);
        var genuine = new String(text, StandardCharsets.ISO_8859_1);
        var receiver = new Receiver(state);
        for (var stream : new String[] {wrapped("load-0", 0, genuine), wrapped("load-1", 2, genuine)}) {
            var bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
            receiver.receive(bytes, 0, bytes.length);
        }
        assertThat(receiver.verifier.counts().corrupted()).isEqualTo(1);
        assertThat(receiver.delivered()).isEqualTo(1);
    }

    @Test
    void whatIsSentIsAFrame() {
        var state = state(new Texts.Between(48, 3));
        var dialect = state.plan.speech().protocol().open(state);
        var out = new byte[dialect.mostOverhead() + LONGEST];
        int text = dialect.putHead(out, 0, 1, 48);
        int end = dialect.putEnd(out, text + 48);
        assertThat(end).isLessThanOrEqualTo(out.length);
        var head = new String(out, 0, text, StandardCharsets.ISO_8859_1);
        assertThat(head)
                .isEqualTo(
                        switch (protocol.name()) {
                            case "chat" -> "";
                            case "redis" -> "*3\r\n$7\r\nPUBLISH\r\n$6\r\nload-1\r\n$48\r\n";
                            case "nats" -> "PUB load-1 48\r\n";
                            default -> "PRIVMSG #load-1 :";
                        });
        assertThat(new String(out, text + 48, end - text - 48, StandardCharsets.ISO_8859_1))
                .isEqualTo(protocol.equals(Protocols.CHAT) ? "\n" : "\r\n");
    }
}
