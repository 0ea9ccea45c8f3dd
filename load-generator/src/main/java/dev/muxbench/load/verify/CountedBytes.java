package dev.muxbench.load.verify;

import dev.muxbench.load.population.Census;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that are on their way to receivers that are not looked at. Of each sender's lines it is known how long their texts are, and
 * from those who are looked at what stands around a text: so the bytes that each counted receiver must have had are known to the last.
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

    /** A line is about to be sent. Returns how many counted receivers must have it. */
    public synchronized int begin(int sender, int textBytes) {
        int receivers = census.countedReceiversOf(sender);
        lines[sender]++;
        texts[sender] += textBytes;
        deliveries += receivers;
        bytes += (long) receivers * (textBytes + around[sender]);
        return receivers;
    }

    /** The last line that was begun is not sent after all. */
    public synchronized void takeBack(int sender, int textBytes) {
        int receivers = census.countedReceiversOf(sender);
        lines[sender]--;
        texts[sender] -= textBytes;
        deliveries -= receivers;
        bytes -= (long) receivers * (textBytes + around[sender]);
    }

    /** Whether a line of that sender has told what is around its texts. */
    boolean knows(int sender) {
        return around[sender] != 0; // set once: whoever sees it late says so once more
    }

    /** A line of that sender has so many bytes besides its text. */
    synchronized void learn(int sender, int bytesAround) {
        if (around[sender] == 0) {
            around[sender] = bytesAround;
            bytes += lines[sender] * census.countedReceiversOf(sender) * bytesAround;
        }
    }

    /** Counted receivers have had so many bytes. */
    public void onReceived(long count) {
        received.addAndGet(count);
    }

    /** Deliveries to counted receivers that are on their way, or lost, worked out from the bytes that are. */
    double deliveriesLeft() {
        double frame = frameBytes();
        return frame == 0 ? 0 : (begunBytes() - received.get()) / frame;
    }

    private synchronized long begunBytes() {
        return bytes;
    }

    /** Deliveries that were begun. */
    synchronized long deliveries() {
        return deliveries;
    }

    /** Bytes of a delivery, on average; 0 before the first. */
    public synchronized double frameBytes() {
        return deliveries == 0 ? 0 : (double) bytes / deliveries;
    }

    /** Bytes that each counted receiver of that client's room must have had by now. */
    public synchronized long bytesTo(int client) {
        long sum = 0;
        for (int sender : census.sendersTo(client)) {
            sum += texts[sender] + lines[sender] * around[sender];
        }
        return sum;
    }

    /** Lines, likewise. */
    public synchronized long linesTo(int client) {
        long sum = 0;
        for (int sender : census.sendersTo(client)) {
            sum += lines[sender];
        }
        return sum;
    }
}
