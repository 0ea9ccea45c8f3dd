package dev.muxbench.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A stream that appends late, in any order, twice or not at all, and whose acknowledgements are lost. Threads: one; all follows from the
 * seed.
 */
final class SimulatedStream {
    /** A message in the stream. */
    static final class Entry {
        final String roomKey;
        final byte[] message;

        Entry(String roomKey, byte[] message) {
            this.roomKey = roomKey;
            this.message = message;
        }
    }

    /** On its way to the stream, for one server. */
    private record Append(Entry entry, CompletableFuture<Void> done) {}

    private final Random random;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Append> underWay = new ArrayList<>();
    private boolean down;
    private boolean full;

    SimulatedStream(Random random) {
        this.random = random;
    }

    /** For one server. */
    Stream forServer() {
        return this::append;
    }

    private CompletionStage<Void> append(String roomKey, byte[] message) {
        var done = new CompletableFuture<Void>();
        underWay.add(new Append(new Entry(roomKey, message), done));
        return done;
    }

    void setDown(boolean isDown) {
        down = isDown;
    }

    void setFull(boolean isFull) {
        full = isFull;
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Something happens to a message that is under way. */
    void step() {
        if (underWay.isEmpty()) {
            return;
        }
        var append = underWay.remove(random.nextInt(Math.min(4, underWay.size())));
        if (full) {
            append.done().completeExceptionally(new Stream.StreamFullException("full"));
            return;
        }
        if (down) {
            append.done().completeExceptionally(new IllegalStateException("down"));
            return;
        }
        int fate = random.nextInt(20);
        if (fate != 0) { // else the message is lost
            entries.add(append.entry());
        }
        if (fate == 1) {
            entries.add(append.entry());
        }
        if (fate <= 1 || fate == 2) {
            append.done().completeExceptionally(new IllegalStateException("no answer")); // or its acknowledgement
        } else {
            append.done().complete(null);
        }
    }

    List<Entry> entries() {
        return entries;
    }
}
