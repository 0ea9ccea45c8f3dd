package dev.muxbench.load;

import org.jspecify.annotations.Nullable;

/**
 * From received bytes to verified and recorded deliveries: what the generator does once for each of them.
 *
 * <p>Threads: its worker's.
 */
final class DeliveryDecoder {
    private final RunState state;
    private final LineCodec codec;
    private final Verifier verifier;
    private final Recording recording;
    private final @Nullable HandOvers handOvers;

    DeliveryDecoder(RunState state, Verifier verifier, Recording recording) {
        this.state = state;
        this.codec = state.codec;
        this.verifier = verifier;
        this.recording = recording;
        this.handOvers = state.handOvers;
    }

    /**
     * Takes the lines in {@code [0, end)}.
     *
     * @param nowNanos when they were received
     * @return where a line begins whose end has not arrived, or {@code end}
     */
    int decode(Client client, byte[] lines, int end, long nowNanos) {
        return decode(client, lines, 0, end, nowNanos);
    }

    /** Takes the lines in {@code [from, end)}. */
    int decode(Client client, byte[] lines, int from, int end, long nowNanos) {
        int at = from;
        while (true) {
            int lineEnd = at + client.lastLineLength;
            boolean guessed = lineEnd < end && lines[lineEnd] == '\n';
            if (!guessed) {
                lineEnd = Lines.indexOfLineFeed(lines, at, end);
                if (lineEnd < 0) {
                    return at;
                }
            }
            if (!onLine(client, lines, at, lineEnd, nowNanos)) {
                lineEnd = Lines.indexOfLineFeed(lines, at, end); // only an intact line proves the guess
                if (!guessed || !onLine(client, lines, at, lineEnd, nowNanos)) {
                    verifier.onOther(lines, at, lineEnd);
                }
            }
            client.lastLineLength = lineEnd - at;
            at = lineEnd + 1;
        }
    }

    /** {@code nick> text}, the text one of ours and intact. Returns false if it is not. */
    boolean onLine(Client client, byte[] lines, int from, int to, long nowNanos) {
        int text = to - codec.size();
        if (text - 2 < from || lines[text - 2] != '>' || lines[text - 1] != ' ' || !codec.isIntact(lines, text)) {
            return false;
        }
        int sender = codec.sender(lines, text);
        if (sender >= state.plan.senders() || !verifier.isKnownNick(sender, lines, from, text)) {
            return false;
        }
        if (sender == client.id() || state.census.roomOf(sender) != state.census.roomOf(client.id())) {
            verifier.onMisdirected();
            return true;
        }
        int number = codec.number(lines, text);
        if (verifier.onLine(client, sender, number)) {
            long due = codec.dueNanos(lines, text);
            if (client.isUnruly()) {
                recording.onUnrulyDelivery(due, nowNanos);
                return true;
            }
            recording.onDelivery(due, nowNanos);
            if (handOvers != null) {
                recordService(handOvers.lateNanos(sender, number), due, nowNanos);
            }
            if (!client.isOwed(sender, number)) {
                recording.expect(1);
            } else if (state.completions.arrived(sender, number)) {
                recording.onLastDelivery(due, nowNanos);
            }
        }
        return true;
    }

    private void recordService(long lateNanos, long dueNanos, long nowNanos) {
        if (lateNanos != HandOvers.UNKNOWN) {
            recording.onServed(dueNanos, dueNanos + lateNanos, nowNanos);
        }
    }
}
