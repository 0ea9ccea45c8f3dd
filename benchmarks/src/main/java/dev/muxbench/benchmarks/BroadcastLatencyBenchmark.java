package dev.muxbench.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;

/** Measures the time of one line until the last member has it. */
@BenchmarkMode(Mode.SampleTime)
public class BroadcastLatencyBenchmark extends ServerBenchmark {
    /** Number of members besides the sender. */
    @Param({"10", "100", "1000"})
    public int members;

    private final Room room = new Room();

    @Override
    int clientCount() {
        return 1 + members;
    }

    @Benchmark
    public void lastMemberHasIt() throws IOException {
        room.say(clients(), members, 1);
        clients().await();
    }
}
