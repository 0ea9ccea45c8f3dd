package dev.muxbench.core.loop;

import dev.muxbench.core.spi.Waker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have left for a loop, and the loop's sleep.
 *
 * <p>An entry is in the inbox once at most, so that publishing a thousand batches while the loop is busy leaves one entry and
 * wakes nobody. Entries are linked through themselves: putting one in allocates nothing.
 *
 * <p>Threads: {@link #put} and {@link #wake()} are for any; the rest is the loop's. The loop says that it will sleep, then
 * looks into the inbox once more; a thread first puts its entry in, then looks whether the loop sleeps. One of the two sees the
 * other (both accesses are volatile), so no entry waits for a loop that sleeps.
 */
public final class Inbox {
    /** Something to be handled by the loop. */
    public abstract static class Entry {
        private final AtomicBoolean queued = new AtomicBoolean();
        private @Nullable Entry next; // owned by the inbox while queued

        /** On the loop's thread. From now on it may be put in again. */
        protected abstract void open();
    }

    private final Waker waker;
    private final AtomicReference<@Nullable Entry> newest = new AtomicReference<>();
    private final AtomicBoolean sleeping = new AtomicBoolean();

    Inbox(Waker waker) {
        this.waker = waker;
    }

    /** Puts an entry in unless it is there already, and wakes the loop if it sleeps. Returns whether it did: then it will open the entry soon. */
    boolean put(Entry entry) {
        if (entry.queued.get() || !entry.queued.compareAndSet(false, true)) {
            return false;
        }
        Entry before;
        do {
            before = newest.get();
            entry.next = before;
        } while (!newest.compareAndSet(before, entry));
        return wake();
    }

    /** Returns whether it slept. */
    boolean wake() {
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            waker.wake();
            return true;
        }
        return false;
    }

    /** Opens all entries, in the order in which they came. */
    void openAll() {
        if (newest.get() == null) {
            return;
        }
        var entry = inOrder(newest.getAndSet(null));
        while (entry != null) {
            var following = entry.next;
            entry.next = null;
            entry.queued.set(false); // before it is opened: what comes while it is handled queues it again
            entry.open();
            entry = following;
        }
    }

    private static @Nullable Entry inOrder(@Nullable Entry last) {
        Entry first = null;
        while (last != null) {
            var earlier = last.next;
            last.next = first;
            first = last;
            last = earlier;
        }
        return first;
    }

    /** To be called before sleeping. Returns false if the loop must not sleep. */
    boolean prepareToSleep() {
        sleeping.set(true);
        if (newest.get() == null) {
            return true;
        }
        sleeping.set(false);
        return false;
    }

    void awake() {
        sleeping.set(false);
    }
}
