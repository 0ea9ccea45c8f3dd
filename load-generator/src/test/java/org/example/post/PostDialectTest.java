package org.example.post;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.protocol.Dialect.Notice;
import dev.muxbench.load.protocol.DialectContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a read may do to frames, without a socket. */
class PostDialectTest {
    private static final int TEXT_BYTES = 60;
    private static final String TEXT = "x".repeat(TEXT_BYTES);
    private static final String DELIVERY = "MAIL load-1 60\n" + TEXT + "\n";
    private static final List<String> FRAMES =
            List.of("POST 1\n", "\n", "HERE load-1\n", DELIVERY, "ALIVE?\n", "NO room\n", "MAIL \n", DELIVERY);
    private static final byte[] STREAM = bytes(String.join("", FRAMES));

    private final PostDialect dialect = new PostDialect(new TwoRooms());

    private record TwoRooms() implements DialectContext {
        @Override
        public int rooms() {
            return 2;
        }

        @Override
        public String nameOfRoom(int room) {
            return "load-" + room;
        }

        @Override
        public boolean roomsAreNamed() {
            return true;
        }

        @Override
        public int senders() {
            return 2;
        }

        @Override
        public int textBytes() {
            return TEXT_BYTES;
        }

        @Override
        public int numberOf(int client) {
            return client;
        }

        @Override
        public int numberOfSender(int sender) {
            return sender;
        }

        @Override
        public int returnsOf(int sender) {
            return 0;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Those in the first so many bytes. */
    private List<String> frames(byte[] in, int end) {
        var frames = new ArrayList<String>();
        int at = 0;
        for (int lf = dialect.frameEnd(in, at, end); lf >= 0; lf = dialect.frameEnd(in, at, end)) {
            frames.add(new String(in, at, lf + 1 - at, StandardCharsets.US_ASCII));
            at = lf + 1;
        }
        return frames;
    }

    private boolean isDelivery(byte[] in, int from, int lf) {
        int text = dialect.textAt(in, from, lf);
        int textEnd = dialect.textEnd(lf);
        return text >= from
                && new String(in, text, Math.max(0, textEnd - text), StandardCharsets.US_ASCII).equals(TEXT)
                && dialect.isHead(1, 1, in, from, text, textEnd);
    }

    /** Wherever a read ends, a frame is found once all of it has arrived, and not before; what lies behind it does not matter. */
    @Test
    void aFrameIsFoundWhenItsLastByteHasCome() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            var whole = new ArrayList<String>();
            int end = 0;
            for (var frame : FRAMES) {
                end += frame.length();
                if (end <= cut) {
                    whole.add(frame);
                }
            }
            assertThat(frames(STREAM, cut)).as("the first %d bytes", cut).isEqualTo(whole);
        }
    }

    @Test
    void aDeliveryIsOneInItsRoomOnly() {
        var in = bytes(DELIVERY);
        assertThat(isDelivery(in, 0, in.length - 1)).isTrue();
        assertThat(dialect.isHead(0, 0, in, 0, in.length - 1 - TEXT_BYTES, in.length - 1))
                .isFalse();
    }

    /** A frame is looked for where the one before it would end, too. */
    @Test
    void nothingElseIsADelivery() {
        for (int from = 0; from < STREAM.length; from++) {
            for (int lf = from; lf < STREAM.length; lf++) {
                if (STREAM[lf] == '\n' && isDelivery(STREAM, from, lf)) {
                    assertThat(new String(STREAM, from, lf + 1 - from, StandardCharsets.US_ASCII))
                            .isEqualTo(DELIVERY);
                }
            }
        }
    }

    /** Whatever is wrong with one delivery, it is none, and the one behind it is found. */
    @Test
    void eachWrongAndEachMissingByteCostsItsOwnDeliveryOnly() {
        for (int at = 0; at < DELIVERY.length(); at++) {
            for (var replacement : List.of("9", "#", "")) {
                var damaged = DELIVERY.substring(0, at) + replacement + DELIVERY.substring(at + 1);
                var in = bytes(damaged + DELIVERY + DELIVERY);
                var deliveries = frames(in, in.length).stream()
                        .filter(frame -> isDelivery(bytes(frame), 0, frame.length() - 1))
                        .count();
                boolean lineEnd = at == DELIVERY.length() - 1; // then the next one is part of what is torn
                assertThat(deliveries)
                        .as("byte %d replaced by '%s'", at, replacement)
                        .isBetween(lineEnd ? 1L : 2L, 2L);
            }
        }
    }

    @Test
    void whatIsNoDeliveryIsNamed() {
        assertThat(FRAMES.stream().map(frame -> dialect.notice(bytes(frame), 0, frame.length() - 1)))
                .containsExactly(
                        Notice.SERVICE,
                        Notice.UNKNOWN,
                        Notice.SERVICE,
                        Notice.UNKNOWN,
                        Notice.PING,
                        Notice.COMPLAINT,
                        Notice.UNKNOWN,
                        Notice.UNKNOWN);
    }

    @Test
    void whatIsSentFits() {
        var out = new byte[dialect.mostOverhead() + PostDialect.MOST_TEXT_BYTES];
        int text = dialect.putHead(out, 0, 1, PostDialect.MOST_TEXT_BYTES);
        int end = dialect.putEnd(out, text + PostDialect.MOST_TEXT_BYTES);
        assertThat(end).isEqualTo(out.length);
        assertThat(new String(out, 0, text, StandardCharsets.US_ASCII)).isEqualTo("SEND 4096\n");
        assertThat(out[end - 1]).isEqualTo((byte) '\n');
    }
}
