package dev.muxbench.core.loop;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Connection;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * What the loops of a server share.
 *
 * @param clockNanos      monotonic
 * @param missingLogBytes how many bytes all logs together are short of; 0 or less while they are not short
 * @param sessions        opens a session for a connection
 */
public record LoopContext(
        ServerConfig config,
        LongSupplier clockNanos,
        LongSupplier missingLogBytes,
        BiFunction<IoLoop, Connection, LoopSession> sessions) {}
