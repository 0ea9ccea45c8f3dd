package dev.muxbench.core.room;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.log.SegmentPool;
import java.util.function.LongSupplier;

/**
 * What the rooms of a server share.
 *
 * @param pool       memory of their logs
 * @param clockNanos monotonic
 */
public record RoomContext(ServerConfig config, SegmentPool pool, LongSupplier clockNanos) {
    /** Returns how many bytes all logs together are short of; 0 or less while they are not short. */
    public long missingLogBytes() {
        return config.logLimits().highWaterBytes() - pool.availableBytes();
    }
}
