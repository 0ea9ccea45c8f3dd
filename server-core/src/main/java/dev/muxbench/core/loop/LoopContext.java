package dev.muxbench.core.loop;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Connection;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * What the loops of a server share.
 *
 * @param clockNanos      monotonic
 * @param missingLogBytes so much more should be available to all logs than there is; 0 or less while they are not short of memory
 * @param sessions        opens one for a connection
 */
public record LoopContext(
        ServerConfig config,
        LongSupplier clockNanos,
        LongSupplier missingLogBytes,
        BiFunction<IoLoop, Connection, LoopSession> sessions) {}
