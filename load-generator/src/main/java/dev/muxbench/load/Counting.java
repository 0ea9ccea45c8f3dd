package dev.muxbench.load;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.verify.Verifier;
import java.io.IOException;
import java.util.List;

/**
 * The clients of one worker whose deliveries are counted and not verified: the kernel drops their bytes, and the number of bytes is
 * counted. That costs a fraction of verifying, so a server can be measured that is faster than a generator that verifies everything.
 *
 * <p>Threads: its worker's.
 */
final class Counting {
    private static final int MOST_LOW_WATER = 4096;
    private static final int WINDOW_SHARE = 4;

    private final RunState state;
    private final Verifier verifier;
    private final List<Client> clients;
    private boolean lowWater; // the kernel reports a part of the window at a time

    /** Begins to count. Called before the first line is sent. */
    Counting(RunState state, Verifier verifier, List<Client> all) throws IOException {
        this.state = state;
        this.verifier = verifier;
        this.clients = all.stream()
                .filter(client -> state.ledger.census.isCounted(client.id()))
                .toList();
        for (var client : clients) {
            begin(client);
        }
    }

    private void begin(Client client) throws IOException {
        if (System.nanoTime() < state.startNanos) {
            client.discard(); // lines of others
        }
        client.beginCounting();
        if (state.plan.arrivals() instanceof Arrivals.ClosedWindow(var lines)) {
            lowWater = true;
            long window = (long) lines * state.plan.lineBytes();
            client.setLowWater((int) Math.min(MOST_LOW_WATER, window / WINDOW_SHARE));
        }
    }

    /** Makes the kernel report every byte, because nothing more is sent. */
    void release() throws IOException {
        if (!lowWater) {
            return;
        }
        lowWater = false;
        for (var client : clients) {
            if (client.stage != Client.Stage.CLOSED) {
                client.setLowWater(1);
            }
        }
    }

    /** Returns the number of deliveries verified by counting. */
    long settle() {
        long verified = 0;
        var counted = state.ledger.counted;
        for (var client : clients) {
            verified += verifier.onCounted(
                    client.id(), client.countedBytes(), counted.bytesTo(client.id()), counted.linesTo(client.id()));
        }
        return verified;
    }
}
