package dev.muxbench.benchmarks;

import dev.muxbench.core.log.LogLimits;
import dev.muxbench.core.log.OutboundView;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.log.SegmentPool;
import java.util.ArrayDeque;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Measures a batch of lines into the room's log, and out of it for one member. */
@State(Scope.Thread)
public class LogBenchmark extends MicroBenchmark {
    private static final int MOST_AT_ONCE = 256 << 10;

    /** Bytes of a line, without LF. */
    @Param({"64", "1024"})
    public int lineBytes;

    /** Percentage of the lines that are the member's own and are not sent to it. */
    @Param({"0", "10", "50"})
    public int ownPercent;

    private byte[][] lines;
    private byte[] batch;
    private boolean[] own;
    private SegmentPool pool;
    private RoomLog log;
    private OutboundView view;
    private NaiveClientQueue queue;
    private int expectedBytes;

    @Setup
    public void prepare() {
        lines = Texts.lines("ascii", lineBytes, BATCH);
        batch = Texts.batch(PREFIX, lines);
        own = new boolean[BATCH];
        expectedBytes = 0;
        for (int i = 0; i < BATCH; i++) {
            own[i] = (i + 1) * ownPercent / 100 > i * ownPercent / 100;
            expectedBytes += own[i] ? 0 : PREFIX.length + lineBytes + 1;
        }
        pool = new SegmentPool(64 << 20);
        log = new RoomLog(pool, LogLimits.of(2 * lineBytes, 4 << 20), System::nanoTime, () -> {});
        view = new OutboundView(log);
        queue = new NaiveClientQueue(new ArrayDeque<>());
    }

    @TearDown(Level.Trial)
    public void close() {
        view.close();
        log.close();
        pool.close();
        require(pool.inUseBytes() == 0, "the log kept memory");
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int muxbench(Blackhole sink) {
        long from = log.publish(batch, batch.length);
        int lineLength = batch.length / BATCH;
        for (int i = 0; i < BATCH; i++) {
            if (own[i]) {
                view.skip(from + (long) i * lineLength, from + (i + 1L) * lineLength);
            }
        }
        int bytes = 0;
        for (int count = view.gather(MOST_AT_ONCE); count > 0; count = view.gather(MOST_AT_ONCE)) {
            int taken = 0;
            for (int i = 0; i < count; i++) {
                taken += view.runs()[i].remaining();
                sink.consume(view.runs()[i]);
            }
            view.advance(taken);
            bytes += taken;
        }
        require(bytes == expectedBytes, "lines are lost");
        return bytes;
    }

    /** Measures only the appending. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long appendOnly() {
        view.close(); // the log has no reader
        log.publish(batch, batch.length);
        return log.end();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int naive(Blackhole sink) {
        for (int i = 0; i < BATCH; i++) {
            var line = NaiveClientQueue.encode(PREFIX, lines[i]);
            if (!own[i]) {
                queue.add(line);
            }
        }
        int bytes = queue.drain(sink);
        require(bytes == expectedBytes, "lines are lost");
        return bytes;
    }
}
