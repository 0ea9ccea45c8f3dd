package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures lines a second, with up to {@value #WINDOW} in flight. The counter {@code deliveries} counts each line at
 * each member. Every iteration begins and ends with no line in flight.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FanOutBenchmark extends ServerBenchmark {
    private static final int BATCH = 64;
    private static final int WINDOW = 256;

    /** Number of members besides the sender. */
    @Param({"100", "1000"})
    public int members;

    private final Room room = new Room();

    /** Counter of one iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counts {
        public long deliveries;

        @Setup(Level.Iteration)
        public void clear() {
            deliveries = 0;
        }
    }

    @Override
    int clientCount() {
        return 1 + members;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void lines(Counts counts) throws IOException {
        room.say(clients(), members, BATCH);
        clients().await((WINDOW - BATCH) * room.heardBytes(members));
        counts.deliveries += (long) BATCH * members;
    }

    @TearDown(Level.Iteration)
    public void drain() throws IOException {
        clients().await();
    }
}
