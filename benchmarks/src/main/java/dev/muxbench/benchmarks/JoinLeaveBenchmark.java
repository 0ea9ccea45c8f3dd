package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Measures room changes a second: {@value #CLIENTS} clients go to another room and come back. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class JoinLeaveBenchmark extends ServerBenchmark {
    private static final int CLIENTS = 32;

    private static final byte[] GO = Texts.bytes("/join other\n");
    private static final byte[] COME_BACK = Texts.bytes("/join lobby\n");
    private static final byte[] WENT = Texts.bytes("Joined other\n");
    private static final byte[] CAME_BACK = Texts.bytes("Joined lobby\n");

    @Override
    int clientCount() {
        return CLIENTS;
    }

    @Benchmark
    @OperationsPerInvocation(2 * CLIENTS)
    public void roomChanges() throws IOException {
        allSay(GO, WENT);
        allSay(COME_BACK, CAME_BACK);
    }

    private void allSay(byte[] command, byte[] answer) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            clients().expect(clients().get(i), answer, 1);
            clients().send(clients().get(i), command, 0, command.length);
        }
        clients().await();
    }
}
