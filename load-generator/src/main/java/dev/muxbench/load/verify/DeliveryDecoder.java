package dev.muxbench.load.verify;

import dev.muxbench.load.population.Census;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.LineCodec;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into verified and recorded deliveries. Bytes that equal those of another client are known from the
 * {@link RoomTape}; all others are decoded. The decoder first guesses that a delivery is as long as the one before. An intact checksum
 * proves the guess.
 *
 * <p>Threads: its worker's.
 */
public final class DeliveryDecoder {
    private final Ledger ledger;
    private final Dialect dialect;
    private final LineCodec codec;
    private final Verifier verifier;
    private final Recording recording;
    private final Census census;
    private final @Nullable HandOvers handOvers;
    private final boolean counting;
    private int unsettled; // deliveries

    public DeliveryDecoder(Ledger ledger, Dialect dialect, Verifier verifier, Recording recording) {
        this.ledger = ledger;
        this.dialect = dialect;
        this.codec = ledger.codec;
        this.verifier = verifier;
        this.recording = recording;
        this.census = ledger.census;
        this.handOvers = ledger.handOvers;
        this.counting = ledger.counts();
    }

    /**
     * Decodes the frames in {@code [from, end)}.
     *
     * @param nowNanos when the bytes were received
     * @return where a frame begins whose end has not arrived, or {@code end}
     */
    public int decode(Receiver client, byte[] in, int from, int end, long nowNanos) {
        int at = from;
        while (true) {
            at = decodeKnown(client, in, at, end, nowNanos);
            int lf = at + client.lastFrameLength;
            if (lf < end && in[lf] == '\n' && onDelivery(client, in, at, lf, nowNanos)) {
                at = lf + 1;
                continue;
            }
            lf = dialect.frameEnd(in, at, end);
            if (lf < 0) {
                return at;
            }
            if (onDelivery(client, in, at, lf, nowNanos)) {
                client.lastFrameLength = lf - at;
            } else {
                onOther(client, in, at, lf);
            }
            at = lf + 1;
        }
    }

    /** Takes frames that others have received in the same order. Returns where they end. */
    private int decodeKnown(Receiver client, byte[] in, int from, int end, long nowNanos) {
        var tape = client.tape;
        if (tape == null) {
            return from;
        }
        int at = from;
        long known = tape.matchedEnd(client.tapePosition, in, at, end);
        while (client.tapePosition < known) {
            for (long position = client.tapePosition; position < known; position++) {
                at += tape.bytes(position);
                onIntact(
                        client,
                        tape.sender(position),
                        tape.number(position),
                        tape.dueNanos(position),
                        tape.lateNanos(position),
                        nowNanos);
            }
            client.tapePosition = known;
            known = tape.matchedEnd(known, in, at, end);
        }
        return at;
    }

    private void onOther(Receiver client, byte[] in, int from, int lf) {
        switch (dialect.notice(in, from, lf)) {
            case SERVICE -> {}
            case PING -> client.answer(dialect.answer(in, from, lf));
            case COMPLAINT -> verifier.onComplaint(in, from, lf);
            case UNKNOWN -> verifier.onOther(in, from, lf);
        }
    }

    /** Handles a frame. Returns false if it is no intact line of this load. */
    public boolean onDelivery(Receiver client, byte[] in, int from, int lf, long nowNanos) {
        int text = dialect.textAt(in, from, lf);
        int textEnd = dialect.textEnd(lf);
        if (text < from || !codec.isIntact(in, text, textEnd - text)) {
            return false;
        }
        int sender = census.voiceOf(codec.sender(in, text));
        if (sender < 0) {
            return false;
        }
        int room = census.roomOfVoice(sender);
        if (!dialect.isHead(room, sender, in, from, text, textEnd)) {
            return false;
        }
        if (room != client.room()) {
            verifier.onMisdirected();
            return true;
        }
        if (counting && !ledger.counted.knows(sender)) {
            ledger.counted.learn(sender, lf + 1 - from - (textEnd - text));
        }
        int number = codec.number(in, text);
        long dueNanos = codec.dueNanos(in, text);
        long lateNanos =
                handOvers == null || census.isGuest(sender) ? HandOvers.UNKNOWN : handOvers.lateNanos(sender, number);
        var tape = client.tape;
        if (tape != null) {
            tape.put(client, in, from, lf + 1, sender, number, dueNanos, lateNanos);
        }
        onIntact(client, sender, number, dueNanos, lateNanos, nowNanos);
        return true;
    }

    /** Handles an intact line of the client's room. */
    private void onIntact(Receiver client, int sender, int number, long dueNanos, long lateNanos, long nowNanos) {
        if (!census.hears(client.id(), sender)) {
            verifier.onMisdirected();
            return;
        }
        int place = census.placeOf(sender);
        int lines = verifier.onLine(client, sender, place, number);
        if (lines == Verifier.FAULT) {
            return;
        }
        if (census.isGuest(sender)) {
            onGuest(lines, dueNanos, nowNanos);
            return;
        }
        if (dueNanos == LineCodec.END) {
            return; // for others
        }
        client.onLine();
        if (client.isUnruly()) {
            recording.onUnrulyDelivery(dueNanos, nowNanos);
            return;
        }
        recording.onDelivery(dueNanos, nowNanos);
        if (lateNanos != HandOvers.UNKNOWN) {
            recording.onServed(dueNanos, dueNanos + lateNanos, nowNanos);
        }
        if (!client.isOwed(place, number)) {
            recording.expect(1);
            return;
        }
        unsettled++;
        if (ledger.completions.arrived(sender, number)) {
            recording.onLastDelivery(dueNanos, nowNanos);
        }
    }

    /** Handles the end of another process's lines, which says how many there were. The end itself is expected from the start. */
    private void onGuest(int lines, long dueNanos, long nowNanos) {
        if (dueNanos == LineCodec.END) {
            recording.expect(lines - 1 - 1); // itself, twice
        } else {
            recording.expect(lines);
            recording.onGuestDelivery(dueNanos, nowNanos, ledger.oneClock);
        }
    }

    /** Records all deliveries of a read. */
    public void endOfRead(long nowNanos) {
        recording.endOfRead(nowNanos);
        ledger.completions.settle(unsettled);
        unsettled = 0;
    }
}
