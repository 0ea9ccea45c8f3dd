package dev.muxbench.load.attack;

import dev.muxbench.load.client.Client;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Those of one worker's clients that never end a line: a byte of each every second, spread evenly over them.
 *
 * <p>Threads: its worker's.
 */
final class Slowloris implements Attack {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_AT_ONCE = 64;
    private static final byte[] BYTE = {'s'};

    private final List<Client> clients;
    private final long startNanos;
    private long sent;

    Slowloris(List<Client> clients, long startNanos) {
        this.clients = clients;
        this.startNanos = startNanos;
    }

    /** Sends the bytes that are due. */
    @Override
    public long onTurn(long nowNanos) {
        long due = nextDueNanos();
        for (int i = 0; due <= nowNanos && i < MOST_AT_ONCE; i++) {
            send(clients.get((int) (sent % clients.size())));
            sent++;
            due = nextDueNanos();
        }
        return due;
    }

    private long nextDueNanos() {
        return clients.isEmpty() ? Long.MAX_VALUE : startNanos + sent * PERIOD_NANOS / clients.size();
    }

    /** A broken connection is found by reading. */
    private static void send(Client client) {
        if (client.stage == Client.Stage.CLOSED || !client.canWrite()) {
            return;
        }
        try {
            client.write(BYTE, 0, BYTE.length);
        } catch (IOException e) {
            client.stopWriting();
        }
    }
}
