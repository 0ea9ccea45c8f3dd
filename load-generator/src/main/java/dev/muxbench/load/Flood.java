package dev.muxbench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Those of one worker's clients that send as fast as the server takes it: lines of the run's size that are none of its own, so that
 * they are not expected to arrive. Who receives them counts them as lines of others.
 *
 * <p>Threads: its worker's.
 */
final class Flood {
    private static final int WRITE_BYTES = 64 << 10;

    private final RunState state;
    private final List<Flooder> flooders = new ArrayList<>();
    private final byte[] noise; // whole lines

    private static final class Flooder {
        final Client client;
        int at; // in the noise: what the server has taken

        Flooder(Client client) {
            this.client = client;
        }
    }

    Flood(RunState state, List<Client> clients) {
        this.state = state;
        clients.forEach(client -> flooders.add(new Flooder(client)));
        var line = "F".repeat(state.plan.lineBytes()) + "\n";
        noise = line.repeat(Math.max(1, WRITE_BYTES / line.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes once for each whose connection takes more. Returns when to ask again. */
    long onTurn(long nowNanos) {
        long due = Long.MAX_VALUE;
        for (var flooder : flooders) {
            if (flooder.client.stage != Client.Stage.CLOSED && flooder.client.canWrite()) {
                write(flooder);
                due = nowNanos;
            }
        }
        return due;
    }

    /** A broken connection is found by reading. */
    private void write(Flooder flooder) {
        try {
            int taken = flooder.client.write(noise, flooder.at, noise.length - flooder.at);
            flooder.at = (flooder.at + taken) % noise.length;
            state.floodBytes.addAndGet(taken);
        } catch (IOException e) {
            flooder.client.stopWriting();
        }
    }
}
