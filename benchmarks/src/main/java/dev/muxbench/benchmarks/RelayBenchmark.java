package dev.muxbench.benchmarks;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures the whole way of a batch through the core, from received bytes to the bytes for each member's connection,
 * without sockets. Relaying a line allocates nothing: {@code -prof gc} shows 0 B/op.
 */
@State(Scope.Thread)
public class RelayBenchmark extends MicroBenchmark {
    private static final int LINE_BYTES = 64;

    /** A connection that takes all bytes at once. */
    private static final class Sink implements Connection {
        private long taken;

        @Override
        public int write(ByteBuffer[] runs, int count) {
            int bytes = 0;
            for (int i = 0; i < count; i++) {
                bytes += runs[i].remaining();
            }
            taken += bytes;
            return bytes;
        }

        @Override
        public void resumeReading() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close(CloseReason reason) {
            throw new IllegalStateException("closed: " + reason);
        }

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }
    }

    /** Number of members besides the sender. */
    @Param({"10", "100", "1000"})
    public int members;

    private ByteBuffer in;
    private Loop loop;
    private Inbound sender;
    private List<Sink> sinks;
    private long expected; // bytes that each sink must have taken

    private NaiveFramer naiveFramer;
    private List<NaiveClientQueue> queues;

    @Setup
    public void prepare() {
        var stream = Texts.stream(Texts.lines("ascii", LINE_BYTES, BATCH));
        in = ByteBuffer.allocateDirect(stream.length).put(stream);
        loop = new ChatServer(ServerConfig.defaults()).openLoop(() -> {});
        sender = loop.accept(new Sink());
        sinks = new ArrayList<>();
        queues = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            var sink = new Sink();
            sinks.add(sink);
            loop.accept(sink);
            queues.add(new NaiveClientQueue(new ArrayDeque<>()));
        }
        runTurns();
        expected = sinks.getFirst().taken; // the welcome
        naiveFramer = new NaiveFramer();
    }

    private void runTurns() {
        do {
            loop.runTurn();
        } while (loop.sleepNanos() == 0);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long muxbench() {
        loop.awake();
        sender.onBytes(in.position(0));
        runTurns();
        expected += (long) BATCH * (PREFIX.length + LINE_BYTES + 1);
        for (var sink : sinks) {
            require(sink.taken == expected, "lines are lost");
        }
        return expected;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void naive(Blackhole sink) {
        Consumer<byte[]> relay = line -> {
            var encoded = NaiveClientQueue.encode(PREFIX, line);
            for (var queue : queues) {
                queue.add(encoded);
            }
        };
        naiveFramer.onBytes(in.position(0), relay);
        for (var queue : queues) {
            require(queue.drain(sink) == BATCH * (PREFIX.length + LINE_BYTES + 1), "lines are lost");
        }
    }
}
