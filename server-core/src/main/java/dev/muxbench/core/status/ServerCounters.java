package dev.muxbench.core.status;

import dev.muxbench.core.spi.CloseReason;

/** Counts what a server had done since it began. Threads: any; the counts do not change. */
public final class ServerCounters {
    /** The quantities that are counted beside closed connections. */
    enum Count {
        ACCEPTED,
        RECEIVED_BYTES,
        RECEIVED_LINES,
        RELAYED_LINES,
        REFUSED_LINES,
        DELIVERIES,
        SENDS,
        SENT_BYTES,
        HELD_INPUTS,
        PUSHBACK_NANOS,
        BUSY_NANOS,
        WAKE_UPS
    }

    static final int SLOTS = Count.values().length + CloseReason.values().length;

    private final long[] counts; // by Count, then by CloseReason

    ServerCounters(long[] counts) {
        this.counts = counts;
    }

    public static ServerCounters zero() {
        return new ServerCounters(new long[SLOTS]);
    }

    static int slot(CloseReason reason) {
        return Count.values().length + reason.ordinal();
    }

    public ServerCounters plus(ServerCounters other) {
        var sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new ServerCounters(sum);
    }

    private long get(Count what) {
        return counts[what.ordinal()];
    }

    /** Connections, those that were refused included. */
    public long accepted() {
        return get(Count.ACCEPTED);
    }

    /** Connections closed for this reason. */
    public long closed(CloseReason reason) {
        return counts[slot(reason)];
    }

    /** Connections closed, for whatever reason. */
    public long closed() {
        long sum = 0;
        for (int i = Count.values().length; i < counts.length; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** Bytes handed to sessions. */
    public long receivedBytes() {
        return get(Count.RECEIVED_BYTES);
    }

    /** Lines that clients have sent: those that were relayed, commands, and those that were too long. */
    public long receivedLines() {
        return get(Count.RECEIVED_LINES);
    }

    /** Lines published to rooms. */
    public long relayedLines() {
        return get(Count.RELAYED_LINES);
    }

    /** Lines longer than the limit. */
    public long refusedLines() {
        return get(Count.REFUSED_LINES);
    }

    /**
     * Lines times the members that each was for, its author left out, and private messages. Counted when a line is published: a
     * member that is closed before it has been sent everything does not make it less.
     */
    public long deliveries() {
        return get(Count.DELIVERIES);
    }

    /** Writes of which connections have taken something. */
    public long sends() {
        return get(Count.SENDS);
    }

    /** Bytes taken by connections. */
    public long sentBytes() {
        return get(Count.SENT_BYTES);
    }

    /** Times that a client's input had to wait. */
    public long heldInputs() {
        return get(Count.HELD_INPUTS);
    }

    /** Returns how long clients' input has had to wait, all clients together. */
    public long pushbackNanos() {
        return get(Count.PUSHBACK_NANOS);
    }

    /** Returns how long loops were not asleep, all loops together. */
    public long busyNanos() {
        return get(Count.BUSY_NANOS);
    }

    /** Times that a loop woke up. */
    public long wakeUps() {
        return get(Count.WAKE_UPS);
    }
}
