package dev.muxbench.benchmarks;

import dev.muxbench.core.log.LogLimits;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.log.SegmentPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/** Measures threads that publish in one room: nanoseconds a line for the thread, in batches of {@value #LINES} lines. */
@State(Scope.Benchmark)
public class PublishBenchmark extends MicroBenchmark {
    private static final int LINES = 16;
    private static final int LINE_BYTES = 64;
    private static final int CLIENTS = 8; // of the naive variant

    private byte[][] lines;
    private byte[] batch;
    private SegmentPool pool;
    private RoomLog log;
    private List<NaiveClientQueue> queues;
    private final ReentrantLock naiveLock = new ReentrantLock();

    @Setup
    public void prepare() {
        lines = Texts.lines("ascii", LINE_BYTES, LINES);
        batch = Texts.batch(PREFIX, lines);
        pool = new SegmentPool(64 << 20);
        log = new RoomLog(pool, LogLimits.of(2 * LINE_BYTES, 4 << 20), System::nanoTime, () -> {});
        queues = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            queues.add(new NaiveClientQueue(new ArrayDeque<>()));
        }
    }

    @TearDown
    public void close() {
        log.close();
        pool.close();
        require(pool.inUseBytes() == 0, "the log kept memory");
    }

    private long publish() {
        return log.publish(batch, batch.length);
    }

    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(LINES)
    public long writers1() {
        return publish();
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(LINES)
    public long writers2() {
        return publish();
    }

    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(LINES)
    public long writers4() {
        return publish();
    }

    @Benchmark
    @Threads(8)
    @OperationsPerInvocation(LINES)
    public long writers8() {
        return publish();
    }

    /** Publishes into the queues of {@value #CLIENTS} clients, with as many threads as {@link #writers4}. */
    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(LINES)
    public void naive4(Blackhole sink) {
        naiveLock.lock();
        try {
            for (var line : lines) {
                var encoded = NaiveClientQueue.encode(PREFIX, line);
                for (var queue : queues) {
                    queue.add(encoded);
                }
            }
            for (var queue : queues) {
                sink.consume(queue.drain(sink));
            }
        } finally {
            naiveLock.unlock();
        }
    }
}
