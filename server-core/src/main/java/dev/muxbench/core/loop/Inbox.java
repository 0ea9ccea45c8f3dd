package dev.muxbench.core.loop;

import dev.muxbench.core.spi.Waker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Entries that other threads leave for a loop, and the wake-up of a loop that sleeps.
 *
 * <p>An entry is in the inbox at most once, so a thousand batches published while the loop is busy leave one entry and make no
 * wake-up. Entries are linked through their own field, so putting one in allocates nothing.
 *
 * <p>Threads: {@link #put} and {@link #wake()} are for any; the rest is the loop's. The loop first says that it will sleep and then
 * checks the inbox again. A thread first puts its entry in and then checks whether the loop sleeps. Both accesses are volatile, so one
 * of the two sees the other, and no entry waits for a loop that sleeps.
 */
public final class Inbox {
    /** Something to be handled by the loop. */
    public abstract static class Entry {
        private final AtomicBoolean queued = new AtomicBoolean();
        private @Nullable Entry next; // owned by the inbox while queued

        /** Handles the entry, on the loop's thread. The entry may be put in again from now on. */
        protected abstract void open();
    }

    private final Waker waker;
    private final AtomicReference<@Nullable Entry> newest = new AtomicReference<>();
    private final AtomicBoolean sleeping = new AtomicBoolean();

    Inbox(Waker waker) {
        this.waker = waker;
    }

    /** Puts an entry in unless it is in already. Returns true if that woke the loop, so that it opens the entry soon. */
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

    /** Wakes the loop. Returns true if it slept. */
    boolean wake() {
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            waker.wake();
            return true;
        }
        return false;
    }

    /** Opens all entries, oldest first. */
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

    /** Announces the loop's sleep. Returns false if the loop must not sleep, because an entry has come. */
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
