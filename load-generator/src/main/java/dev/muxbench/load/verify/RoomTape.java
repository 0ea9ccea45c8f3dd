package dev.muxbench.load.verify;

import dev.muxbench.load.population.Census;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest deliveries to one worker's clients in a room, byte for byte as they were verified when the first of these clients had
 * them. The bytes that another client receives are compared with the tape, which costs less than decoding. Bytes that differ are decoded,
 * as they are where there is no tape.
 *
 * <p>A tape says what a delivery is, never whether it may come now: order, losses and doubles are judged for each client by itself.
 *
 * <p>Threads: its worker's.
 */
public final class RoomTape {
    private static final int FEWEST_CLIENTS = 8; // that one is worth its memory for
    private static final int BYTES_PER_CLIENT = 1 << 10;
    private static final int MOST_BYTES = 1 << 22;
    private static final int BYTES_PER_FRAME = 64; // about as many as the shortest has

    private static final int NO_NUMBER = -1; // before the first line of a sender

    private final Census census;
    private final int[] latest; // by sender's place: number of its last line here
    private final byte[] bytes; // a ring of whole frames
    private int writeAt;
    private long begin; // position of the oldest frame
    private long end; // of the next one
    private long lap; // of the frame at the beginning of the bytes
    private int lapEnd; // where the bytes of those before it end

    // By position, in a ring:
    private final int[] starts;
    private final int[] ends;
    private final int[] senders;
    private final int[] numbers;
    private final long[] dueNanos;
    private final long[] lateNanos;

    private final int[] positions; // lower bits; by a hash of sender and number

    /** Creates the tape of a client's room, for so many clients. */
    public RoomTape(Census census, int client, int clients) {
        this.census = census;
        latest = new int[census.voicesTo(client)];
        Arrays.fill(latest, NO_NUMBER);
        bytes = new byte[Math.min(MOST_BYTES, Integer.highestOneBit(clients) * BYTES_PER_CLIENT)];
        int frames = bytes.length / BYTES_PER_FRAME;
        starts = new int[frames];
        ends = new int[frames];
        this.senders = new int[frames];
        numbers = new int[frames];
        dueNanos = new long[frames];
        lateNanos = new long[frames];
        positions = new int[2 * frames];
    }

    /** Gives one to those of a worker's clients that receive the same as others. */
    public static void share(List<Receiver> clients, Census census) {
        Map<Integer, Integer> sizes = new HashMap<>();
        clients.forEach(client -> sizes.merge(client.room(), 1, Integer::sum));
        Map<Integer, RoomTape> tapes = new HashMap<>();
        for (var client : clients) {
            int size = sizes.getOrDefault(client.room(), 0);
            if (size >= FEWEST_CLIENTS) {
                client.tape = tapes.computeIfAbsent(client.room(), room -> new RoomTape(census, client.id(), size));
            }
        }
    }

    /**
     * How far a client goes on receiving what is here, from a position on.
     *
     * @return position of the first frame that is not in {@code [from, to)} as it is here
     */
    long matchedEnd(long position, byte[] in, int from, int to) {
        if (position < begin || position >= end) {
            return position;
        }
        int first = starts[index(position)];
        int most = Math.min(to - from, (position < lap ? lapEnd : writeAt) - first);
        int mismatch = Arrays.mismatch(in, from, from + most, bytes, first, first + most);
        int matchedEnd = first + (mismatch < 0 ? most : mismatch);
        long last = position < lap ? lap : end;
        long at = position;
        while (at < last && ends[index(at)] <= matchedEnd) {
            at++;
        }
        return at;
    }

    int bytes(long position) {
        int frame = index(position);
        return ends[frame] - starts[frame];
    }

    int sender(long position) {
        return senders[index(position)];
    }

    int number(long position) {
        return numbers[index(position)];
    }

    long dueNanos(long position) {
        return dueNanos[index(position)];
    }

    /** Returns how late it was handed to the socket, as {@link HandOvers} says. */
    long lateNanos(long position) {
        return lateNanos[index(position)];
    }

    /** A client has received a verified frame that it did not find here. Finds out where to look for its next one. */
    void put(Receiver client, byte[] in, int from, int to, int sender, int number, long due, long late) {
        int place = census.placeOf(sender);
        if (number > latest[place]) {
            latest[place] = number;
            if (to - from <= bytes.length / 2) {
                append(in, from, to, sender, number, due, late);
                client.tapePosition = end;
            }
            return;
        }
        long found = begin + (positions[hash(sender, number)] - (int) begin);
        if (found >= begin && found < end && senders[index(found)] == sender && numbers[index(found)] == number) {
            client.tapePosition = found + 1;
        }
    }

    private void append(byte[] in, int from, int to, int sender, int number, long due, long late) {
        int length = to - from;
        makeRoom(length);
        System.arraycopy(in, from, bytes, writeAt, length);
        int frame = index(end);
        starts[frame] = writeAt;
        ends[frame] = writeAt + length;
        senders[frame] = sender;
        numbers[frame] = number;
        dueNanos[frame] = due;
        lateNanos[frame] = late;
        positions[hash(sender, number)] = (int) end;
        writeAt += length;
        end++;
    }

    /** Forgets what is in the way: the oldest frames. */
    private void makeRoom(int length) {
        if (writeAt + length > bytes.length) {
            while (begin < lap) {
                begin++;
            }
            lap = end;
            lapEnd = writeAt;
            writeAt = 0;
        }
        while (begin < lap && starts[index(begin)] < writeAt + length) {
            begin++;
        }
        begin = Math.max(begin, end + 1 - starts.length);
    }

    private int index(long position) {
        return (int) position & (starts.length - 1);
    }

    private int hash(int sender, int number) {
        return (number * 31 + sender) & (positions.length - 1);
    }
}
