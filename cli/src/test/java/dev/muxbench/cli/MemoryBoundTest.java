package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.TestClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has no more memory than it says it needs does not run out of it, whatever its clients do. */
@Tag("commands")
@Tag("slow")
class MemoryBoundTest {
    private static final int CLIENTS = 300; // what their sockets keep is the kernel's, which has not much for all
    private static final int MAX_ROOMS = 10;
    private static final int LOG_MEMORY_MIB = 8;
    private static final ServerConfig CONFIG = new ServerConfig(
            CLIENTS + 10,
            1024,
            MAX_ROOMS,
            4L << 20,
            Duration.ofMinutes(5),
            (long) LOG_MEMORY_MIB << 20,
            Duration.ofSeconds(2));

    private static final int ROUNDS = 30; // then most of them are held

    /** The longest replies, the most replies, edits without end, and half a line. */
    private static final List<String> MIX = List.of(
            "/who\n".repeat(200),
            "/join lobby\n".repeat(200),
            "/rooms\n".repeat(200),
            "/msg n y\n".repeat(200) + "h".repeat(1000));

    private final List<SocketChannel> clients = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"nio", "netty-epoll", "virtual-threads"})
    void theWorstMixOfClientsThatReadNothing(String backend) throws Exception {
        var bound = CONFIG.memoryBound().withDirect(4L << 20); // what the backend has anyway
        var environment = Map.of(
                "MUXBENCH_HOST",
                "127.0.0.1",
                "MUXBENCH_PORT",
                "0",
                "JDK_JAVA_OPTIONS",
                "-Xmx" + bound.heapBytes() + " -XX:MaxDirectMemorySize=" + bound.directBytes());
        try (var serve = ServeProcess.start(
                environment,
                "--backend",
                backend,
                "--max-clients",
                String.valueOf(CONFIG.maxClients()),
                "--slow-consumer-timeout",
                "5m",
                "--drain-timeout",
                "1s",
                "--max-rooms",
                String.valueOf(MAX_ROOMS),
                "--log-memory",
                LOG_MEMORY_MIB + "MiB")) {
            var address = serve.address();
            connectAll(address);
            sayAsMuchAsIsTaken();
            tellEachOfThemMuch(address);
            ServeProcess.connect(address).close(); // it greets
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err()).doesNotContain("OutOfMemoryError");
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private static String nick(int number) {
        return "n%05d".formatted(number) + "x".repeat(25);
    }

    private void connectAll(InetSocketAddress address) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            var client = SocketChannel.open();
            clients.add(client);
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4096).connect(address);
            client.write(ascii("/nick " + nick(i) + "\n"));
            client.configureBlocking(false);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void sayAsMuchAsIsTaken() throws Exception {
        long taken = 1;
        for (int round = 0; taken > 0 && round < ROUNDS; round++) {
            taken = 0;
            for (int i = 0; i < CLIENTS; i++) {
                taken += clients.get(i).write(ascii(MIX.get((i + round) % MIX.size())));
            }
            Thread.sleep(500); // it processes that
        }
    }

    private static void tellEachOfThemMuch(InetSocketAddress address) {
        try (TestClient teller = ServeProcess.connect(address)) {
            for (int i = 0; i < CLIENTS; i++) {
                teller.send(("/msg " + nick(i) + " " + "p".repeat(950) + "\n").repeat(20));
            }
            teller.send("/who\n");
            while (!teller.readLine().startsWith("Here (")) {
                // that it could not be delivered
            }
        }
    }
}
