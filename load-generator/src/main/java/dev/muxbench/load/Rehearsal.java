package dev.muxbench.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is done once for each line and each delivery, done some thousand times before there is anybody, so that the JVM's compilers
 * have it behind them. In a run of few lines a second they would come to it in the measured time, and take a core for some
 * milliseconds each time: with two cores as many as a broadcast takes.
 */
final class Rehearsal {
    private static final int SENDERS = 4;
    private static final int RECEIVERS = 2;
    private static final int LINES_AT_ONCE = 64;
    private static final long MOST_BYTES = 1 << 24;

    private static final byte[] LF = Lines.ascii("\n");
    private static final byte[] CR_LF = Lines.ascii("\r\n");
    private static final int MOST_OVERHEAD = 80; // bytes around a text

    private final RunState state;
    private final Recording recording;
    private final DeliveryDecoder decoder;
    private final List<Client> receivers;
    private final byte[] frames;
    private int end; // of the frames
    private int lines;

    /** @param like the lines of this plan */
    Rehearsal(LoadPlan like) {
        var plan = new LoadPlan(
                like.target(),
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
        recording = new Recording(state.startNanos, state.measureFrom(), state.measureTo());
        decoder = new DeliveryDecoder(state, Dialect.of(state), new Verifier(), recording);
        var tape = new RoomTape(state.census, SENDERS, LINES_AT_ONCE);
        receivers = IntStream.range(SENDERS, SENDERS + RECEIVERS)
                .mapToObj(id -> new Client(id, 0, SENDERS, false))
                .toList();
        receivers.forEach(client -> client.tape = tape);
        frames = new byte[LINES_AT_ONCE * (like.lineBytes() + MOST_OVERHEAD)];
    }

    /**
     * Sends at least so many lines, if they are not too long for that.
     *
     * @return how many deliveries have been verified
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
        state.completions.begin(sender, number, RECEIVERS);
        if (state.handOvers != null) {
            state.handOvers.put(sender, number, 0);
        }
        recording.expect(RECEIVERS);
        end = putDelivery(state, sender, number, now, frames, end);
        recording.onSent(now, now);
    }

    /** In two reads, the first of which ends somewhere. */
    private void receive(Client client) {
        long now = System.nanoTime();
        int at = decoder.decode(client, frames, 0, end / 2, now);
        decoder.endOfRead(now);
        decoder.decode(client, frames, at, end, now);
        decoder.endOfRead(now);
    }

    /** As a server sends it, in the only room there is. Returns its end. */
    static int putDelivery(RunState state, int sender, int number, long dueNanos, byte[] out, int at) {
        var protocol = state.plan.speech().protocol();
        int bytes = state.codec.bytes(sender, number);
        var head = Lines.ascii(
                switch (protocol) {
                    case CHAT -> "user:" + sender + "> ";
                    case REDIS -> ">3\r\n$7\r\nmessage\r\n$6\r\n" + state.nameOf(0) + "\r\n$" + bytes + "\r\n";
                    case NATS -> "MSG " + state.nameOf(0) + " 1 " + bytes + "\r\n";
                    case IRC -> ":L" + sender + "!~load@127.0.0.1 PRIVMSG #" + state.nameOf(0) + " :";
                });
        System.arraycopy(head, 0, out, at, head.length);
        int textEnd = state.codec.encode(out, at + head.length, dueNanos, sender, number);
        var lineEnd = protocol == Protocol.CHAT ? LF : CR_LF;
        System.arraycopy(lineEnd, 0, out, textEnd, lineEnd.length);
        return textEnd + lineEnd.length;
    }
}
