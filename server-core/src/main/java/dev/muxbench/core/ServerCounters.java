package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;

/**
 * What a server has done since it began.
 *
 * @param accepted      connections
 * @param receivedBytes bytes handed to sessions
 * @param relayedLines  lines published to rooms
 * @param sentBytes     bytes taken by connections
 * @param heldInputs    times that a client's input had to wait
 * @param refusedLines  lines longer than the limit
 * @param closes        connections closed, by {@link CloseReason#ordinal()}
 */
public record ServerCounters(
        long accepted,
        long receivedBytes,
        long relayedLines,
        long sentBytes,
        long heldInputs,
        long refusedLines,
        long[] closes) {

    static ServerCounters zero() {
        return new ServerCounters(0, 0, 0, 0, 0, 0, new long[CloseReason.values().length]);
    }

    ServerCounters plus(ServerCounters other) {
        var sum = closes.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.closes[i];
        }
        return new ServerCounters(
                accepted + other.accepted,
                receivedBytes + other.receivedBytes,
                relayedLines + other.relayedLines,
                sentBytes + other.sentBytes,
                heldInputs + other.heldInputs,
                refusedLines + other.refusedLines,
                sum);
    }

    /** Connections closed for this reason. */
    public long closed(CloseReason reason) {
        return closes[reason.ordinal()];
    }
}
