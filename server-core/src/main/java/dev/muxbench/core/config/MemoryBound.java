package dev.muxbench.core.config;

import dev.muxbench.core.spi.Inbound;

/**
 * The most memory that a server needs, whatever its clients do, and without the buffers that its backend has anyway: a process with so
 * much does not run out of it.
 *
 * @param heapBytes   for {@code -Xmx}: what is reachable, and half as much again for collection
 * @param directBytes for {@code -XX:MaxDirectMemorySize}
 */
public record MemoryBound(long heapBytes, long directBytes) {
    /** Classes, threads, metrics: what a server without clients has. */
    private static final long BASE_BYTES = 32L << 20;

    /** A session, its connection, their buffers' headers, two virtual threads. */
    private static final int SESSION_BYTES = 6 << 10;

    private static final int EDIT_BYTES = 24;

    /** Adds room for the collector, which needs a third of the heap to be unreachable. */
    private static long withRoomToCollect(long reachableBytes) {
        return reachableBytes + reachableBytes / 2;
    }

    static MemoryBound of(ServerConfig config) {
        var log = config.logLimits();
        long room = log.leastHighWaterBytes() + log.largestSegmentBytes();
        long connections = (long) config.maxClients() + config.maxLingering();
        return new MemoryBound(
                BASE_BYTES + withRoomToCollect(connections * bytesOfAConnection(config)),
                config.logMemoryBytes() + config.maxRooms() * room);
    }

    private static long bytesOfAConnection(ServerConfig config) {
        long edits = 2L * ServerConfig.EDIT_LIMIT * EDIT_BYTES; // a ring of the next power of two
        long replies = ServerConfig.REPLY_LIMIT_BYTES + ServerConfig.LONGEST_REPLY_BYTES;
        long privateMessages = ServerConfig.REPLY_LIMIT_BYTES;
        long held = 2L * ServerConfig.HELD_INPUT_BYTES; // what is added is copied together with what was there
        long halfLine = 2L * config.maxLineBytes();
        return SESSION_BYTES + edits + replies + privateMessages + held + halfLine + Inbound.READ_BUDGET_BYTES;
    }

    /** Returns this bound with so many more reachable bytes of heap. */
    public MemoryBound withHeap(long reachableBytes) {
        return new MemoryBound(heapBytes + withRoomToCollect(reachableBytes), directBytes);
    }

    /** Returns this bound with so many more bytes of direct memory. */
    public MemoryBound withDirect(long bytes) {
        return new MemoryBound(heapBytes, directBytes + bytes);
    }
}
