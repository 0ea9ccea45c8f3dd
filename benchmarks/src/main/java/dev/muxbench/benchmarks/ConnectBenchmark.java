package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Measures connections a second, {@value #AT_ONCE} at once: from the SYN to the last byte of the welcome, and closed again. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ConnectBenchmark extends ServerBenchmark {
    private static final int AT_ONCE = 32;

    @Override
    int clientCount() {
        return 0;
    }

    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public void connectAndWelcome() throws IOException {
        clients().disconnect(clients().connect(AT_ONCE));
    }
}
