package dev.muxbench.load.verify;

import dev.muxbench.load.population.Census;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes on their way to receivers that are counted. The length of each text is known, and verified receivers show how many bytes stand
 * around a text. So the bytes that each counted receiver must have had are known exactly.
 *
 * <p>Threads: any; a line is begun by its sender's worker.
 */
public final class CountedBytes {
    private final Census census;
    private final int[] around; // by sender: bytes around each text on the wire; 0 while nobody has had one
    private final long[] lines; // by sender: begun
    private final long[] texts; // by sender: bytes of the texts of these
    private long deliveries; // begun, to all counted receivers
    private long bytes; // of these
    private final AtomicLong received = new AtomicLong(); // by all counted receivers

    CountedBytes(Census census) {
        this.census = census;
        around = new int[census.senders()];
        lines = new long[census.senders()];
        texts = new long[census.senders()];
    }

    /** Begins a line that is about to be sent. Returns the number of counted receivers that must have it. */
    public synchronized int begin(int sender, int textBytes) {
        int receivers = census.countedReceiversOf(sender);
        lines[sender]++;
        texts[sender] += textBytes;
        deliveries += receivers;
        bytes += (long) receivers * (textBytes + around[sender]);
        return receivers;
    }

    /** Takes back the last line that was begun, which is not sent after all. */
    public synchronized void takeBack(int sender, int textBytes) {
        int receivers = census.countedReceiversOf(sender);
        lines[sender]--;
        texts[sender] -= textBytes;
        deliveries -= receivers;
        bytes -= (long) receivers * (textBytes + around[sender]);
    }

    /** True if the bytes around this sender's texts are known. */
    boolean knows(int sender) {
        return around[sender] != 0; // set once: a worker that sees it late only learns it again
    }

    /** Learns how many bytes a line of this sender has besides its text. */
    synchronized void learn(int sender, int bytesAround) {
        if (around[sender] == 0) {
            around[sender] = bytesAround;
            bytes += lines[sender] * census.countedReceiversOf(sender) * bytesAround;
        }
    }

    /** Counts bytes that counted receivers have had. */
    public void onReceived(long count) {
        received.addAndGet(count);
    }

    /** Returns the deliveries to counted receivers that are on their way or lost, worked out from the missing bytes. */
    double deliveriesLeft() {
        double frame = frameBytes();
        return frame == 0 ? 0 : (begunBytes() - received.get()) / frame;
    }

    private synchronized long begunBytes() {
        return bytes;
    }

    /** Returns the deliveries that were begun. */
    synchronized long deliveries() {
        return deliveries;
    }

    /** Returns the mean bytes of a delivery; 0 before the first. */
    public synchronized double frameBytes() {
        return deliveries == 0 ? 0 : (double) bytes / deliveries;
    }

    /** Returns the bytes that each counted receiver of this client's room must have had by now. */
    public synchronized long bytesTo(int client) {
        long sum = 0;
        for (int sender : census.sendersTo(client)) {
            sum += texts[sender] + lines[sender] * around[sender];
        }
        return sum;
    }

    /** Returns the lines, likewise. */
    public synchronized long linesTo(int client) {
        long sum = 0;
        for (int sender : census.sendersTo(client)) {
            sum += lines[sender];
        }
        return sum;
    }
}
