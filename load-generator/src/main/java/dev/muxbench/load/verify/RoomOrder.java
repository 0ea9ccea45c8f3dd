package dev.muxbench.load.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the lines of a room with many senders reach one worker's clients. Most servers relay a room's lines to all members in
 * one order. Then a client's state is one position in that order, instead of a number for each sender. The client that is first to receive
 * a line appends it.
 *
 * <p>A client that receives another line than the next one (a line is lost, doubled or overtaken, or the server has no such order) gets
 * numbers of its own, worked out from its position, and is judged by these from there on, as exactly. So does a client that is further
 * behind than is remembered, which is at most {@value #MOST_LINES} lines, and never more memory than numbers of their own would take. Only
 * clients may follow that receive all lines of the room, so clients that do not receive their own lines may not.
 *
 * <p>Threads: its worker's.
 */
public final class RoomOrder {
    /** The fewest senders for which one shared position takes less memory than a number for each sender. */
    public static final int FEWEST_SENDERS = 65;

    private static final int FIRST_LINES = 64;
    private static final int MOST_LINES = 1 << 16;
    private static final int PLACE_AT = 32;

    private final List<Receiver> followers = new ArrayList<>();
    private final int[] nextNumbers; // by sender's place: number of its line after the last that is here
    private long[] lines = new long[FIRST_LINES]; // a ring: place and number
    private long begin; // position of the first that is remembered
    private long end; // of the next one

    public RoomOrder(int senders) {
        nextNumbers = new int[senders];
    }

    /** Adds a client, before the first line. */
    public void add(Receiver client) {
        followers.add(client);
        client.follow(this);
    }

    /** Takes a line that has arrived. Returns false, and changes nothing, if it is not the next one for the client. */
    boolean isNext(Receiver client, int place, int number) {
        long line = ((long) place << PLACE_AT) | (number & 0xFFFFFFFFL);
        long position = client.position;
        if (position < end) {
            boolean next = lines[index(position)] == line;
            client.position = next ? position + 1 : position;
            return next;
        }
        if (nextNumbers[place] != number) {
            return false;
        }
        append(line);
        nextNumbers[place] = number + 1;
        client.position = end;
        return true;
    }

    private int index(long at) {
        return (int) at & (lines.length - 1);
    }

    private void append(long line) {
        if (end - begin == lines.length) {
            makeRoom();
        }
        lines[index(end++)] = line;
    }

    /** Forgets the lines that all clients have. If these are few, remembers more, or goes on without the clients that are behind. */
    private void makeRoom() {
        followers.removeIf(client -> !client.follows(this));
        begin = followers.stream().mapToLong(client -> client.position).min().orElse(end);
        if (end - begin <= lines.length / 2) {
            return;
        }
        long numbersBytes = (long) followers.size() * nextNumbers.length * Integer.BYTES;
        if (lines.length < MOST_LINES && 2L * lines.length * Long.BYTES <= numbersBytes) {
            grow();
        } else {
            long first = end - lines.length / 2;
            followers.stream().filter(client -> client.position < first).forEach(Receiver::leaveOrder);
            begin = first;
        }
    }

    private void grow() {
        var more = new long[2 * lines.length];
        for (long at = begin; at < end; at++) {
            more[(int) at & (more.length - 1)] = lines[index(at)];
        }
        lines = more;
    }

    /** Returns the next line of each sender's place for a client that has received all lines before a position. */
    int[] numbersAt(long position) {
        var numbers = nextNumbers.clone();
        for (long at = end - 1; at >= position; at--) {
            long line = lines[index(at)];
            numbers[(int) (line >> PLACE_AT)] = (int) line;
        }
        return numbers;
    }
}
