package dev.muxbench.core.room;

import dev.muxbench.core.loop.IoLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a room, one for each loop with cursors in its log.
 *
 * <p>Threads: {@link #announce()} may be called by any, and walks an array that does not change; all else under the lock of the
 * {@link RoomRegistry}.
 */
final class RoomShares {
    private static final RoomShare[] NONE = {};

    private final Map<IoLoop, RoomShare> byLoop = new HashMap<>(2);
    private volatile RoomShare[] all = NONE; // a new one for each change

    /** There is something new for each of them. */
    void announce() {
        for (var share : all) {
            share.loop().deliver(share);
        }
    }

    @Nullable
    RoomShare find(IoLoop loop) {
        return byLoop.get(loop);
    }

    void add(RoomShare share) {
        byLoop.put(share.loop(), share);
        var more = Arrays.copyOf(all, all.length + 1);
        put(share, more, all.length);
        all = more;
    }

    void remove(RoomShare share) {
        if (byLoop.remove(share.loop(), share)) {
            var last = all[all.length - 1];
            var fewer = Arrays.copyOf(all, all.length - 1);
            if (last != share) {
                put(last, fewer, share.index());
            }
            all = fewer;
        }
    }

    private static void put(RoomShare share, RoomShare[] in, int index) {
        in[index] = share;
        share.setIndex(index);
    }
}
