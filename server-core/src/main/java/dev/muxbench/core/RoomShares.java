package dev.muxbench.core;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a room, one for each loop with members: thousands where each connection has a loop of its own.
 *
 * <p>Threads: {@link #announce()} may be called by any and walks a plain array; a share that is there all the time is never
 * missed. All else under the server's membership lock.
 */
final class RoomShares {
    private static final int FIRST_SLOTS = 2;

    private final Map<IoLoop, RoomMembers> byLoop = new HashMap<>(FIRST_SLOTS);
    private volatile AtomicReferenceArray<@Nullable RoomMembers> slots = new AtomicReferenceArray<>(FIRST_SLOTS);
    private int used; // slots that hold a share, or held one that is gone

    /** There is something new for each of them. */
    void announce() {
        var walked = slots;
        for (int i = 0; i < walked.length(); i++) {
            var share = walked.get(i);
            if (share != null) {
                share.loop().deliver(share);
            }
        }
    }

    @Nullable
    RoomMembers find(IoLoop loop) {
        return byLoop.get(loop);
    }

    void add(RoomMembers share) {
        byLoop.put(share.loop(), share);
        if (used == slots.length()) {
            resize();
        }
        place(slots, share);
    }

    private void place(AtomicReferenceArray<@Nullable RoomMembers> into, RoomMembers share) {
        share.setPlace(used);
        into.set(used++, share);
    }

    void remove(RoomMembers share) {
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
        var after = new AtomicReferenceArray<@Nullable RoomMembers>(Math.max(FIRST_SLOTS, 2 * byLoop.size()));
        used = 0;
        for (int i = 0; i < end; i++) {
            var share = before.get(i);
            if (share != null) {
                place(after, share);
            }
        }
        slots = after;
    }
}
