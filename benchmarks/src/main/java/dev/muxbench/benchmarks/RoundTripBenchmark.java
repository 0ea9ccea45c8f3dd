package dev.muxbench.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/** Measures a round trip: one client says a line, the other answers it, until the first has the answer. */
@BenchmarkMode(Mode.SampleTime)
public class RoundTripBenchmark extends ServerBenchmark {
    private static final byte[] PING = Texts.bytes("ping\n");
    private static final byte[] PONG = Texts.bytes("pong\n");
    private static final byte[] PING_HEARD = Texts.bytes("user:1> ping\n");
    private static final byte[] PONG_HEARD = Texts.bytes("user:2> pong\n");

    @Override
    int clientCount() {
        return 2;
    }

    @Benchmark
    public void pingPong() throws IOException {
        say(PING, 0, PING_HEARD);
        say(PONG, 1, PONG_HEARD);
    }

    private void say(byte[] line, int speaker, byte[] heard) throws IOException {
        clients().expect(clients().get(1 - speaker), heard, 1);
        clients().send(clients().get(speaker), line, 0, line.length);
        clients().await();
    }
}
