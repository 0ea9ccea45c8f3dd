package dev.muxbench.relay;

import java.util.concurrent.atomic.LongAdder;

/** Counters of a relay since its start. Threads: any. */
public final class RelayCounters {
    private final LongAdder sentLines = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder repeatedBatches = new LongAdder();
    private final LongAdder receivedLines = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder doubledBatches = new LongAdder();
    private final LongAdder lostLines = new LongAdder();
    private final LongAdder foreignMessages = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    void sent(int lines, int bytes) {
        sentLines.add(lines);
        sentBytes.add(bytes);
    }

    void repeated(int batches) {
        repeatedBatches.add(batches);
    }

    void received(int lines, int bytes) {
        receivedLines.add(lines);
        receivedBytes.add(bytes);
    }

    void doubled() {
        doubledBatches.increment();
    }

    void lost(long lines) {
        lostLines.add(lines);
    }

    void foreign() {
        foreignMessages.increment();
    }

    void reconnected() {
        reconnects.increment();
    }

    /** Returns the number of lines of this server's clients that were sent to the others. */
    public long sentLines() {
        return sentLines.sum();
    }

    /** Returns the bytes of the sent batches, with headers. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Returns the number of batches that were sent again. */
    public long repeatedBatches() {
        return repeatedBatches.sum();
    }

    /** Returns the number of lines received from other servers. */
    public long receivedLines() {
        return receivedLines.sum();
    }

    public long receivedBytes() {
        return receivedBytes.sum();
    }

    /** Returns the number of duplicate batches from other servers. */
    public long doubledBatches() {
        return doubledBatches.sum();
    }

    /** Returns the number of lines of other servers that were never received. */
    public long lostLines() {
        return lostLines.sum();
    }

    /** Returns the number of messages that did not come from a server of this chat. */
    public long foreignMessages() {
        return foreignMessages.sum();
    }

    public long reconnects() {
        return reconnects.sum();
    }
}
