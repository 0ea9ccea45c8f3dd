package dev.muxbench.load.attack;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.protocol.Dialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Those of one worker's clients that send as fast as the server takes it: lines of the run's size that are none of its own, so that
 * they are not expected to arrive. Who receives them counts them as lines of others.
 *
 * <p>Threads: its worker's.
 */
final class Flood implements Attack {
    private static final int WRITE_BYTES = 64 << 10;

    private final RunState state;
    private final List<Flooder> flooders = new ArrayList<>();

    private static final class Flooder {
        final Client client;
        final byte[] noise; // whole lines
        int at; // in the noise: what the server has taken

        Flooder(Client client, byte[] noise) {
            this.client = client;
            this.noise = noise;
        }
    }

    Flood(RunState state, Dialect dialect, List<Client> clients) {
        this.state = state;
        var noises = new HashMap<Integer, byte[]>(); // by room
        for (var client : clients) {
            var noise = noises.computeIfAbsent(client.room(), room -> noise(dialect, room, state.plan.lineBytes()));
            flooders.add(new Flooder(client, noise));
        }
    }

    private static byte[] noise(Dialect dialect, int room, int bytes) {
        var line = new byte[dialect.mostOverhead() + bytes];
        int text = dialect.putHead(line, 0, room, bytes);
        Arrays.fill(line, text, text + bytes, (byte) 'F');
        int length = dialect.putEnd(line, text + bytes);
        var noise = new byte[length * Math.max(1, WRITE_BYTES / length)];
        for (int at = 0; at < noise.length; at += length) {
            System.arraycopy(line, 0, noise, at, length);
        }
        return noise;
    }

    /** Writes once for each whose connection takes more. */
    @Override
    public long onTurn(long nowNanos) {
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
            int taken = flooder.client.write(flooder.noise, flooder.at, flooder.noise.length - flooder.at);
            flooder.at = (flooder.at + taken) % flooder.noise.length;
            state.floodBytes.addAndGet(taken);
        } catch (IOException e) {
            flooder.client.stopWriting();
        }
    }
}
