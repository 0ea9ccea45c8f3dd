package dev.muxbench.blocking;

import dev.muxbench.core.spi.Inbound;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The thread that waits for a connection's input. Threads: its own. */
final class Reader implements Runnable {
    private static final int LEAST_READ = 512;
    private static final int GROWTH = 8;

    private final BlockingConnection connection;
    private final ByteStream stream;
    private final Work work;

    Reader(BlockingConnection connection, ByteStream stream, Crowding crowding) {
        this.connection = connection;
        this.stream = stream;
        this.work = new Work(crowding);
    }

    @Override
    public void run() {
        var buffer = ByteBuffer.allocate(LEAST_READ);
        boolean goesOn = true;
        int budget;
        while (goesOn && (budget = connection.awaitReadBudget()) > 0) {
            buffer.clear().limit(Math.min(budget, buffer.capacity()));
            int count;
            try {
                count = stream.read(buffer);
                goesOn = connection.onRead(count, buffer.flip());
            } catch (IOException e) {
                connection.onReadFailure(e);
                return;
            }
            work.done(count);
            buffer = sized(buffer, count);
        }
    }

    /** Fits the buffer to what the client sends, because each connection has a buffer of its own. */
    private static ByteBuffer sized(ByteBuffer buffer, int lastRead) {
        if (lastRead == buffer.capacity() && lastRead < Inbound.READ_BUDGET_BYTES) {
            return ByteBuffer.allocate(Math.min(GROWTH * lastRead, Inbound.READ_BUDGET_BYTES));
        }
        if (buffer.capacity() > LEAST_READ && lastRead <= LEAST_READ / 2) {
            return ByteBuffer.allocate(LEAST_READ);
        }
        return buffer;
    }
}
