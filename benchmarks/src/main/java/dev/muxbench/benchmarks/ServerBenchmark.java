package dev.muxbench.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a whole server on loopback, with clients that check every byte. The benchmark is the same code for every backend. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Timeout(time = 60)
@Fork(2)
@State(Scope.Thread)
public abstract class ServerBenchmark {
    /** Name of the backend; {@link Main} runs those that work here. */
    @Param({"nio", "netty-io_uring", "netty-epoll", "netty-kqueue", "netty-nio", "virtual-threads", "platform-threads"})
    public String backend;

    /** Place of the server: {@code in-process} or {@code forked}. */
    @Param("in-process")
    public String server;

    private Server started;
    private ClientGroup clients;

    /** Returns the number of clients to connect before the measurement. */
    abstract int clientCount();

    @Setup(Level.Trial)
    public void connect() throws IOException, InterruptedException {
        started = Server.start(server, backend);
        clients = new ClientGroup(started.address());
        if (clientCount() > 0) {
            clients.connect(1); // alone, so that it is user:1
            clients.connect(clientCount() - 1);
        }
    }

    ClientGroup clients() {
        return clients;
    }

    @TearDown(Level.Trial)
    public void disconnect() throws IOException {
        clients.close();
        started.close();
    }
}
