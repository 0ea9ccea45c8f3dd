package dev.muxbench.load.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.text.Texts;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared with a tape is judged and recorded as what is decoded. */
class RoomTapeTest {
    private static final int SENDERS = 3;
    private static final int CLIENTS = 14; // the last one reads slowly
    private static final int LONGEST_TEXT = 200;
    private static final long START = 1_000;

    /** Clients of one worker. */
    private static final class Receivers {
        private final RunState state = new RunState(plan(), Duration.ofSeconds(1));
        private final Verifier verifier = new Verifier(null);
        private final Recording recording = new Recording(0, START, Long.MAX_VALUE);
        private final DeliveryDecoder decoder =
                new DeliveryDecoder(state.ledger, state.plan.speech().protocol().open(state), verifier, recording);
        private final List<Receiver> clients = IntStream.range(0, CLIENTS)
                .mapToObj(id -> new Receiver(id, 0, SENDERS, state.ledger.census.isUnruly(id)))
                .toList();
        private final byte[][] tails = new byte[CLIENTS][0];

        private static LoadPlan plan() {
            return new LoadPlan(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    CLIENTS,
                    SENDERS,
                    new Arrivals.ConstantRate(1),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    LONGEST_TEXT,
                    1,
                    1,
                    Transport.JDK,
                    Population.builder()
                            .unruly(Role.SLOW_READER, 1)
                            .slowBytesPerSecond(1)
                            .build(),
                    new Speech(Protocols.CHAT, new Texts.Between(LineCodec.MIN_BYTES, 1)));
        }

        void begin(List<Line> lines) {
            for (var line : lines) {
                state.ledger.completions.begin(line.sender, line.number, CLIENTS - 2);
                Objects.requireNonNull(state.ledger.handOvers).put(line.sender, line.number, line.number % 3);
            }
        }

        void read(int client, byte[] in, long nowNanos) {
            var all = Arrays.copyOf(tails[client], tails[client].length + in.length);
            System.arraycopy(in, 0, all, tails[client].length, in.length);
            int end = decoder.decode(clients.get(client), all, 0, all.length, nowNanos);
            decoder.endOfRead(nowNanos);
            tails[client] = Arrays.copyOfRange(all, end, all.length);
        }

        List<Object> findings() {
            recording.rollLast(1_000_000);
            return List.of(
                    verifier.counts(),
                    recording.finished().stream()
                            .map(interval -> List.of(interval.deliveries(), interval.latencyNanos()))
                            .toList(),
                    recording.service(),
                    recording.lastReceiver(),
                    recording.unrulyLatency(),
                    recording.expected(),
                    recording.measuredArrivals(),
                    state.ledger.completions.linesInFlight(0, 0),
                    clients.stream()
                            .map(client -> IntStream.range(0, SENDERS)
                                    .map(client::nextNumber)
                                    .boxed()
                                    .toList())
                            .toList(),
                    Arrays.stream(tails).map(Arrays::hashCode).toList());
        }
    }

    private record Line(int sender, int number, long dueNanos) {}

    private final Receivers decoding = new Receivers();
    private final Receivers comparing = new Receivers();

    RoomTapeTest() {
        RoomTape.share(comparing.clients, comparing.state.ledger.census);
    }

    private List<Line> lines(int count, Random random) {
        var next = new int[SENDERS];
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            int sender = random.nextInt(SENDERS);
            lines.add(new Line(sender, next[sender]++, START + i));
        }
        decoding.begin(lines);
        comparing.begin(lines);
        return lines;
    }

    private byte[] frame(Line line) {
        var nick = ("user:" + line.sender + "> ").getBytes(US_ASCII);
        var frame = Arrays.copyOf(nick, nick.length + LONGEST_TEXT + 1);
        int end = decoding.state.ledger.codec.encode(frame, nick.length, line.dueNanos, line.sender, line.number);
        frame[end] = '\n';
        return Arrays.copyOf(frame, end + 1);
    }

    /** What a client receives of them, who may be unlucky: with doubled, lost, late and damaged lines, and its own. */
    private byte[] received(List<Line> lines, int client, Random random, double faults) {
        var frames = new ArrayList<byte[]>();
        for (var line : lines) {
            var frame = frame(line);
            if (random.nextDouble() >= faults) {
                if (line.sender != client) {
                    frames.add(frame);
                }
                continue;
            }
            switch (random.nextInt(5)) {
                case 0 -> frames.addAll(List.of(frame, frame));
                case 1 -> {} // lost
                case 2 -> frames.add(random.nextInt(frames.size() + 1), frame);
                case 3 -> {
                    frame[random.nextInt(frame.length - 1)] ^= 1;
                    frames.add(frame);
                }
                default -> frames.add(frame); // even if it is its own
            }
        }
        var bytes = new ByteArrayOutputStream();
        frames.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** In reads of at most so many bytes, which end anywhere; now one client is ahead and now another. */
    private void deliver(List<byte[]> streams, Random random, int most) {
        var at = new int[streams.size()];
        long left = streams.stream().mapToInt(stream -> stream.length).sum();
        for (long now = START; left > 0; now++) {
            int client = random.nextInt(streams.size());
            int end = Math.min(streams.get(client).length, at[client] + 1 + random.nextInt(most));
            var read = Arrays.copyOfRange(streams.get(client), at[client], end);
            left -= end - at[client];
            at[client] = end;
            decoding.read(client, read, now);
            comparing.read(client, read, now);
        }
    }

    private List<byte[]> streams(List<Line> lines, Random random, double faults) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(client -> received(lines, client, random, client % 2 == 0 ? faults : 0))
                .toList();
    }

    /** 10,000 bytes and more: some clients are further behind than a tape remembers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 200, 1_000, 10_000, 100_000})
    void inReadsOfAnyLength(int most) {
        var random = new Random(most);
        deliver(streams(lines(most == 1 ? 50 : 1_000, random), random, 0), random, most);
        assertThat(comparing.findings()).isEqualTo(decoding.findings());
        assertThat(comparing.verifier.counts()).isEqualTo(FaultCounts.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void withFaults(long seed) {
        var random = new Random(seed);
        deliver(streams(lines(1_000, random), random, 0.02), random, 2_000);
        assertThat(comparing.findings()).isEqualTo(decoding.findings());
        var faults = decoding.verifier.counts();
        assertThat(List.of(faults.duplicated(), faults.reordered(), faults.corrupted(), faults.misdirected()))
                .allMatch(count -> count > 0);
    }

    /** In an order of its own for each client, as a server may have it. */
    @Test
    void withoutACommonOrder() {
        var random = new Random(1);
        var lines = lines(1_000, random);
        var streams = IntStream.range(0, CLIENTS)
                .mapToObj(client -> received(mixed(lines, random), client, random, 0))
                .toList();
        deliver(streams, random, 2_000);
        assertThat(comparing.findings()).isEqualTo(decoding.findings());
        assertThat(comparing.verifier.counts()).isEqualTo(FaultCounts.NONE);
    }

    /** Each sender's lines stay in order. */
    private static List<Line> mixed(List<Line> lines, Random random) {
        var mixed = new ArrayList<>(lines);
        for (int i = 1; i < mixed.size(); i++) {
            if (mixed.get(i).sender != mixed.get(i - 1).sender && random.nextBoolean()) {
                mixed.add(i - 1, mixed.remove(i));
            }
        }
        return mixed;
    }

    @Test
    void whatOneHasReceivedAnotherFinds() {
        var lines = lines(100, new Random(1));
        for (int client = SENDERS; client < CLIENTS; client++) {
            comparing.read(client, received(lines, client, new Random(1), 0), START);
            assertThat(comparing.clients.get(client).tapePosition).isEqualTo(lines.size());
        }
        var tape = Objects.requireNonNull(comparing.clients.getLast().tape);
        var known = frame(lines.get(90));
        assertThat(tape.matchedEnd(90, known, 0, known.length)).isEqualTo(91);
        assertThat(tape.matchedEnd(90, known, 0, known.length - 1)).isEqualTo(90);
        assertThat(tape.matchedEnd(91, known, 0, known.length)).isEqualTo(91);
        assertThat(tape.number(90)).isEqualTo(lines.get(90).number);
    }

    /** However full it is, and whatever was overwritten. */
    @ParameterizedTest
    @CsvSource({"57, 58", "64, 65", "60, 300", "57, 9000"})
    void onlyTheBytesOfAPositionAreFoundThere(int least, int most) {
        var client = comparing.clients.getLast();
        var tape = Objects.requireNonNull(client.tape);
        var random = new Random(most);
        var frames = new ArrayList<byte[]>();
        for (int number = 0; number < 400; number++) {
            var frame = new byte[random.nextInt(least, most)];
            random.nextBytes(frame);
            tape.put(client, frame, 0, frame.length, 0, number, number, 0);
            if (client.tapePosition == frames.size()) {
                assertThat(frame.length).as("left out").isGreaterThan(8192 / 2);
                continue;
            }
            frames.add(frame);
            for (int position = 0; position < frames.size(); position++) {
                long found = tape.matchedEnd(position, frame, 0, frame.length);
                assertThat(found).isEqualTo(position == frames.size() - 1 ? frames.size() : position);
            }
        }
        int remembered = frames.size();
        for (int bytes = 0; bytes + most <= 8192 / 2; bytes += frames.get(remembered).length) {
            remembered--;
            var frame = frames.get(remembered);
            assertThat(tape.matchedEnd(remembered, frame, 0, frame.length)).isEqualTo(remembered + 1);
        }
    }

    /** Whoever receives not all of a room's lines goes on behind what it does not receive. */
    @Test
    void aSenderFindsWhatComesAfterItsOwnLines() {
        var lines = lines(100, new Random(1));
        comparing.read(SENDERS, received(lines, SENDERS, new Random(1), 0), START);
        comparing.read(0, received(lines, 0, new Random(1), 0), START);
        long last = IntStream.range(0, 100)
                .filter(i -> lines.get(i).sender != 0)
                .max()
                .orElseThrow();
        assertThat(comparing.clients.getFirst().tapePosition).isEqualTo(last + 1);
    }

    @Test
    void whoReceivesTheLatestLineSecondIsBehindItAndAddsNothing() {
        var frame = frame(new Line(0, 0, START));
        for (var client : comparing.clients) {
            Objects.requireNonNull(client.tape).put(client, frame, 0, frame.length, 0, 0, START, 0);
            assertThat(client.tapePosition).isEqualTo(1);
        }
    }

    /** Of two that fill it, each new one takes the place of the older. */
    @Test
    void aFrameOfHalfItsBytesIsKept() {
        var client = comparing.clients.getLast();
        var tape = Objects.requireNonNull(client.tape);
        for (int number = 0; number < 5; number++) {
            var frame = filled(8192 / 2, number);
            tape.put(client, frame, 0, frame.length, 0, number, number, 0);
            assertThat(client.tapePosition).isEqualTo(number + 1);
            for (int position = Math.max(0, number - 1); position <= number; position++) {
                assertThat(tape.matchedEnd(position, filled(8192 / 2, position), 0, frame.length))
                        .isEqualTo(position + 1);
            }
        }
    }

    @Test
    void aLongerOneIsNeitherKeptNorFound() {
        var client = comparing.clients.getLast();
        for (int i = 0; i < 2; i++) {
            var frame = filled(8192 / 2 + 1, 0);
            Objects.requireNonNull(client.tape).put(client, frame, 0, frame.length, 0, 0, 0, 0);
            assertThat(client.tapePosition).isZero();
        }
    }

    private static byte[] filled(int bytes, int value) {
        var frame = new byte[bytes];
        Arrays.fill(frame, (byte) value);
        return frame;
    }

    /** Where hardly anybody receives the same there is nothing to compare with. */
    @ParameterizedTest
    @CsvSource({"7, false", "8, true"})
    void fewClientsHaveNone(int count, boolean have) {
        var few = comparing.clients.subList(0, count);
        few.forEach(client -> client.tape = null);
        RoomTape.share(few, comparing.state.ledger.census);
        assertThat(few).allMatch(client -> (client.tape != null) == have);
    }
}
