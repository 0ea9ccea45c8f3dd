package dev.muxbench.core;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a room, one for each loop with members: thousands where each connection has a loop of its own. So many are not
 * woken at once, but in parts: a loop of each part wakes the next one in its turn. Whatever else is to be done has its turn in between,
 * and what is published meanwhile joins the rest.
 *
 * <p>Threads: {@link #announce()} may be called by any and walks a plain array; a share that is there all the time is never
 * missed. {@link #goOn} is for the threads of the shares' loops. All else under the server's membership lock.
 */
final class RoomShares {
    private static final int FIRST_SLOTS = 2;

    /** Few, as each loop is a thread that has to run. */
    static final int PART = 8;

    private final Map<IoLoop, RoomShare> byLoop = new HashMap<>(FIRST_SLOTS);
    private volatile AtomicReferenceArray<@Nullable RoomShare> slots = new AtomicReferenceArray<>(FIRST_SLOTS);
    private volatile boolean inParts; // as each connection has a loop of its own
    private int used; // slots that hold a share, or held one that is gone

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<@Nullable RoomShare> teller =
            new AtomicReference<>(); // its loop is to tell the next part
    // Guarded by the lock:
    private int due; // slots, from the next on, that have not been told of the last news
    private int next;

    /** There is something new for each of them. */
    void announce() {
        if (!inParts) {
            tellAll(slots);
            return;
        }
        lock.lock();
        try {
            due = Integer.MAX_VALUE;
            tellPartUnlessUnderWay();
        } finally {
            lock.unlock();
        }
    }

    private static void tellAll(AtomicReferenceArray<@Nullable RoomShare> walked) {
        for (int i = 0; i < walked.length(); i++) {
            var share = walked.get(i);
            if (share != null) {
                share.loop().deliver(share);
            }
        }
    }

    /** A loop has opened its share: perhaps it is the one that is to tell the next part. */
    void goOn(RoomShare share) {
        if (teller.get() != share || !teller.compareAndSet(share, null)) {
            return;
        }
        lock.lock();
        try {
            tellPartUnlessUnderWay();
        } finally {
            lock.unlock();
        }
    }

    private void tellPartUnlessUnderWay() {
        if (teller.get() == null) {
            tellPart();
        }
    }

    /** The last that is woken is to go on: one that does not sleep may be long in coming. */
    private void tellPart() {
        var walked = slots;
        int woken = 0;
        for (due = Math.min(due, walked.length()); due > 0; due--) {
            var share = walked.get(next % walked.length());
            next = (next + 1) % walked.length();
            if (share == null) {
                continue;
            }
            boolean isTeller = woken == PART - 1;
            if (isTeller) {
                teller.set(share);
                share.loop().giveWay();
            }
            if (share.loop().deliver(share)) {
                woken++;
            }
            if (isTeller && (woken == PART || !teller.compareAndSet(share, null))) {
                due--;
                return;
            }
        }
    }

    @Nullable
    RoomShare find(IoLoop loop) {
        return byLoop.get(loop);
    }

    void add(RoomShare share) {
        byLoop.put(share.loop(), share);
        inParts = share.loop().isForOne();
        if (used == slots.length()) {
            resize();
        }
        place(slots, share);
    }

    private void place(AtomicReferenceArray<@Nullable RoomShare> into, RoomShare share) {
        share.setPlace(used);
        into.set(used++, share);
    }

    void remove(RoomShare share) {
        if (byLoop.remove(share.loop(), share)) {
            slots.set(share.place(), null);
            if (byLoop.size() < used / 4) {
                resize();
            }
        }
    }

    private void resize() {
        var before = slots;
        int end = used;
        var after = new AtomicReferenceArray<@Nullable RoomShare>(Math.max(FIRST_SLOTS, 2 * byLoop.size()));
        used = 0;
        for (int i = 0; i < end; i++) {
            var share = before.get(i);
            if (share != null) {
                place(after, share);
            }
        }
        lock.lock();
        try {
            slots = after;
            due = due == 0 ? 0 : Integer.MAX_VALUE; // they have other places now
        } finally {
            lock.unlock();
        }
    }
}
