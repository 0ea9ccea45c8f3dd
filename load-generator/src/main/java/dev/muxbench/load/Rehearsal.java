package dev.muxbench.load;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.DeliveryDecoder;
import dev.muxbench.load.verify.Receiver;
import dev.muxbench.load.verify.RoomTape;
import dev.muxbench.load.verify.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Does the work of lines and deliveries some thousand times before any client connects, so that the JVM's compilers have compiled it. In
 * a run of few lines a second they would otherwise compile it in the measured time. Each compilation takes a core for some milliseconds,
 * which is as long as a broadcast takes on two cores.
 */
final class Rehearsal {
    private static final int SENDERS = 4;
    private static final int RECEIVERS = 2;
    private static final int LINES_AT_ONCE = 64;
    private static final long MOST_BYTES = 1 << 24;

    private final RunState state;
    private final Dialect dialect;
    private final Recording recording;
    private final DeliveryDecoder decoder;
    private final List<Receiver> receivers;
    private final byte[] frames;
    private int end; // of the frames
    private int lines;

    /** @param like the lines of this plan */
    Rehearsal(LoadPlan like) {
        var plan = new LoadPlan(
                like.targets().addresses().getFirst(),
                SENDERS + RECEIVERS,
                SENDERS,
                like.arrivals(),
                Duration.ZERO,
                Duration.ofSeconds(1),
                like.lineBytes(),
                1,
                1,
                like.transport(),
                Population.STEADY,
                like.speech());
        state = new RunState(plan, Duration.ZERO);
        state.startNanos = System.nanoTime();
        dialect = like.speech().protocol().open(state);
        recording = new Recording(state.startNanos, state.measureFrom(), state.measureTo());
        decoder = new DeliveryDecoder(state.ledger, dialect, new Verifier(state.ledger.total), recording);
        var tape = new RoomTape(state.ledger.census, SENDERS, LINES_AT_ONCE);
        receivers = IntStream.range(SENDERS, SENDERS + RECEIVERS)
                .mapToObj(id -> new Receiver(id, 0, SENDERS, false))
                .toList();
        receivers.forEach(client -> client.tape = tape);
        frames = new byte[LINES_AT_ONCE * (longestHead(like.lineBytes()) + like.lineBytes() + dialect.mostOverhead())];
    }

    private int longestHead(int textBytes) {
        return IntStream.range(0, SENDERS)
                .map(sender -> dialect.head(0, sender, textBytes).length)
                .max()
                .orElseThrow();
    }

    /**
     * Sends at least so many lines, unless they are too long.
     *
     * @return the number of verified deliveries
     */
    long perform(int least) {
        long bytes = 0;
        while (lines < least && bytes < MOST_BYTES) {
            end = 0;
            for (int i = 0; i < LINES_AT_ONCE; i++) {
                send(lines % SENDERS, lines / SENDERS);
                lines++;
            }
            receivers.forEach(this::receive);
            bytes += end;
        }
        return recording.delivered();
    }

    private void send(int sender, int number) {
        long now = System.nanoTime();
        state.ledger.completions.begin(sender, number, RECEIVERS);
        if (state.ledger.handOvers != null) {
            state.ledger.handOvers.put(sender, number, 0);
        }
        recording.expect(RECEIVERS);
        end = putDelivery(sender, number, now, frames, end);
        recording.onSent(now, now, now);
    }

    /** Receives the frames in two reads, the first of which ends anywhere. */
    private void receive(Receiver client) {
        long now = System.nanoTime();
        int at = decoder.decode(client, frames, 0, end / 2, now);
        decoder.endOfRead(now);
        decoder.decode(client, frames, at, end, now);
        decoder.endOfRead(now);
    }

    /** Puts a delivery as a server sends it. Returns its end. */
    private int putDelivery(int sender, int number, long dueNanos, byte[] out, int at) {
        var codec = state.ledger.codec;
        var head = dialect.head(0, sender, codec.bytes(sender, number));
        System.arraycopy(head, 0, out, at, head.length);
        return dialect.putEnd(out, codec.encode(out, at + head.length, dueNanos, sender, number));
    }
}
