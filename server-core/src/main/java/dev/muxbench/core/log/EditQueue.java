package dev.muxbench.core.log;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The edits that lie ahead of one outbound view, in the order of the log. A ring of parallel arrays: adding a skip to a
 * ring that has room allocates nothing, and adjoining skips become one.
 *
 * <p>Threads: the view's own.
 */
final class EditQueue {
    /** The kind of an edit: what happens at its position. */
    enum Kind {
        /** Leave out {@code amount} bytes. */
        SKIP,
        /** Send the reply first. */
        INSERT,
        /** Go on in another log. */
        SWITCH,
        /** Send nothing more. */
        END
    }

    private static final int SMALL = 4;

    private Kind[] kinds = new Kind[SMALL];
    private long[] positions = new long[SMALL];
    private long[] amounts = new long[SMALL];
    private @Nullable ByteBuffer[] replies = new ByteBuffer[SMALL]; // for INSERT
    private int head;
    private int size;
    private int replyCount;
    private int replyBytes;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int replyCount() {
        return replyCount;
    }

    int replyBytes() {
        return replyBytes;
    }

    Kind kind() {
        return kinds[head];
    }

    /** Log position of the next edit. */
    long at() {
        return positions[head];
    }

    long skipBytes() {
        return amounts[head];
    }

    private int slot(int index) {
        return (head + index) & (kinds.length - 1);
    }

    /** Returns the kind of the edit that comes after so many others. */
    Kind kind(int index) {
        return kinds[slot(index)];
    }

    long at(int index) {
        return positions[slot(index)];
    }

    /** Returns the bytes of a skip, or of what is left of a reply. */
    long bytes(int index) {
        return amounts[slot(index)];
    }

    ByteBuffer reply(int index) {
        return Objects.requireNonNull(replies[slot(index)]);
    }

    /** Moves the next skip's begin forward. Returns true when nothing of it is left. */
    boolean shortenSkip(int bytes) {
        positions[head] += bytes;
        amounts[head] -= bytes;
        return amounts[head] == 0;
    }

    int nextReplyBytes() {
        return (int) amounts[head];
    }

    /** So many bytes of the next reply have been sent; the reply is removed with its last byte. */
    void consumeReply(int bytes) {
        amounts[head] -= bytes;
        replyBytes -= bytes;
        if (amounts[head] == 0) {
            replyCount--;
            remove();
        }
    }

    void addSkip(long at, long bytes) {
        int last = (head + size - 1) & (kinds.length - 1);
        if (size > 0 && kinds[last] == Kind.SKIP && positions[last] + amounts[last] == at) {
            amounts[last] += bytes;
        } else {
            add(Kind.SKIP, at, bytes, null);
        }
    }

    void addReply(long at, ByteBuffer reply) {
        replyCount++;
        replyBytes += reply.remaining();
        add(Kind.INSERT, at, reply.remaining(), reply);
    }

    void addSwitch(long at) {
        add(Kind.SWITCH, at, 0, null);
    }

    void addEnd(long at) {
        add(Kind.END, at, 0, null);
    }

    private void add(Kind kind, long at, long amount, @Nullable ByteBuffer reply) {
        if (size == kinds.length) {
            resize(size * 2);
        }
        int slot = (head + size) & (kinds.length - 1);
        kinds[slot] = kind;
        positions[slot] = at;
        amounts[slot] = amount;
        replies[slot] = reply;
        size++;
    }

    void remove() {
        replies[head] = null;
        head = (head + 1) & (kinds.length - 1);
        size--;
        if (size == 0 && kinds.length > SMALL) {
            resize(SMALL);
        }
    }

    private void resize(int capacity) {
        kinds = moved(kinds, new Kind[capacity]);
        positions = moved(positions, new long[capacity]);
        amounts = moved(amounts, new long[capacity]);
        replies = moved(replies, new ByteBuffer[capacity]);
        head = 0;
    }

    /** The ring's elements, in order, at the begin of another array. */
    private <T> T moved(T ring, T into) {
        int first = Math.min(size, Array.getLength(ring) - head);
        System.arraycopy(ring, head, into, 0, first);
        System.arraycopy(ring, 0, into, first, size - first);
        return into;
    }
}
