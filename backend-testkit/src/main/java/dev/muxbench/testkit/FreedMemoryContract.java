package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backend never touches memory that it has reported as done. Here that memory is freed at once, which the room's log does some
 * seconds later, so whoever touches it fails for certain.
 */
abstract class FreedMemoryContract extends Contract {
    private static final int RUN_BYTES = 4 << 10;
    private static final int RUNS_AT_ONCE = Connection.WRITE_BUDGET_BYTES / RUN_BYTES;
    private static final int RUNS = 2048; // all together more than the buffers of a socket take
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BackendProvider provider;

    FreedMemoryContract(BackendProvider provider) {
        super(new RealWorld(provider));
        this.provider = provider;
    }

    /** A piece of memory that is freed as soon as all of it is written. */
    private static final class Run {
        final Arena arena = Arena.ofShared();
        final ByteBuffer rest = arena.allocate(RUN_BYTES).asByteBuffer();

        Run(byte content) {
            while (rest.hasRemaining()) {
                rest.put(content);
            }
            rest.flip();
        }
    }

    private static byte content(int run) {
        return (byte) ('a' + run % 26);
    }

    /** Sends all runs to one client, and waits until it leaves. */
    private static final class Sender implements Inbound {
        private final Connection connection;
        private final Deque<Run> ahead = new ArrayDeque<>();
        private int made;
        private boolean pending;

        Sender(Connection connection) {
            this.connection = connection;
        }

        /** Returns whether there is more to do at once. */
        boolean turn() {
            while (!pending && ahead.size() < RUNS_AT_ONCE && made < RUNS) {
                ahead.add(new Run(content(made++)));
            }
            if (!pending && !ahead.isEmpty()) {
                var runs = ahead.stream().map(run -> run.rest.duplicate()).toArray(ByteBuffer[]::new);
                onDone(connection.write(runs, runs.length));
                pending = !ahead.isEmpty();
            }
            return !pending && made < RUNS;
        }

        private void onDone(int bytes) {
            for (int left = bytes; left > 0; ) {
                var rest = ahead.element().rest;
                int step = Math.min(left, rest.remaining());
                rest.position(rest.position() + step);
                left -= step;
                if (!rest.hasRemaining()) {
                    ahead.remove().arena.close();
                }
            }
        }

        @Override
        public void onProgress(int done) {
            onDone(done);
        }

        @Override
        public void onWritable(int done) {
            pending = false;
            onDone(done);
        }

        @Override
        public int readBudget() {
            return 1;
        }

        @Override
        public void onBytes(ByteBuffer in) {
            in.position(in.limit());
        }

        @Override
        public void onEndOfInput() {
            connection.close(CloseReason.CLIENT_LEFT);
        }

        @Override
        public void onClosed(CloseReason closedFor) {
            made = RUNS;
            ahead.forEach(run -> run.arena.close());
            ahead.clear();
        }
    }

    /** One loop's senders. */
    private static final class SenderLoop implements Loop {
        private final List<Sender> senders = new ArrayList<>();
        private boolean busy;

        @Override
        public Inbound accept(Connection connection) {
            var sender = new Sender(connection);
            senders.add(sender);
            return sender;
        }

        @Override
        public void runTurn() {
            busy = false;
            for (var sender : senders) {
                busy |= sender.turn();
            }
        }

        @Override
        public boolean prepareToSleep() {
            return !busy;
        }

        @Override
        public long sleepNanos() {
            return busy ? 0 : Long.MAX_VALUE;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public void refused(CloseReason reason) {}

        @Override
        public void awake() {}

        @Override
        public void close() {}
    }

    private record SenderServer(Queue<Throwable> failures) implements Server {
        @Override
        public Loop openLoop(Waker waker) {
            return new SenderLoop();
        }

        @Override
        public Duration lingerTimeout() {
            return PATIENCE;
        }

        @Override
        public void fail(Throwable cause) {
            failures.add(cause);
        }
    }

    @Test
    void whatIsWrittenMayBeFreedAtOnce() throws IOException {
        sendAll(null, null);
    }

    @Test
    void whatIsEncryptedMayBeFreedAtOnce(@TempDir Path folder) throws IOException {
        var tls = TestTls.in(folder);
        sendAll(tls.source(PATIENCE), tls);
    }

    private void sendAll(@Nullable TlsSource source, @Nullable TestTls tls) throws IOException {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var options = new BackendOptions(address, 1, BackendOptions.DEFAULT_BACKLOG, source);
        var backend = provider.start(new SenderServer(failures), options);
        try {
            assumeTrue(source == null || source.provider() != null, "it speaks no TLS");
            var plain = TestClient.connect(backend.address());
            var client = tls == null ? plain : plain.encrypted(tls.client());
            var expected = new byte[RUN_BYTES];
            for (int i = 0; i < RUNS; i++) {
                Arrays.fill(expected, content(i));
                client.expect(expected);
            }
            client.close();
        } finally {
            backend.close();
        }
        assertThat(failures).isEmpty();
    }
}
