package dev.muxbench.relay.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.NatsProcess;
import dev.muxbench.testkit.TestClient;
import io.nats.client.Nats;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three servers of NATS, each of which keeps what is relayed. */
@Tag("slow")
@Timeout(180)
class ReplicatedRelayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final List<NatsProcess> nodes = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void startNats() throws Exception {
        var routes = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                routes.add("nats://127.0.0.1:" + any.getLocalPort());
            }
        }
        for (int i = 0; i < 3; i++) {
            var own = Files.createDirectories(folder.resolve("n" + i));
            nodes.add(new NatsProcess(
                    own,
                    "-js",
                    "--server_name",
                    "n" + i,
                    "--cluster_name",
                    "three",
                    "--cluster",
                    routes.get(i),
                    "--routes",
                    String.join(",", routes)));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        nodes.forEach(NatsProcess::close);
    }

    private RelayedServer start() {
        var urls = nodes.stream().map(NatsProcess::url).collect(Collectors.toList());
        var settings = new NatsSettings(urls, "test", null, null, Duration.ofMinutes(5), 256L << 20, 3, false);
        var started = new ArrayList<RelayedServer>();
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(RelayProblem.class).until(() -> {
            started.add(new RelayedServer(settings, ServerConfig.defaults(), false)); // not before they have a leader
            return true;
        });
        open.add(started.getFirst());
        return started.getFirst();
    }

    private static TestClient named(RelayedServer server, String nick) {
        var client = server.connect();
        client.send("/nick " + nick + "\n/join lobby\n").expect("Joined lobby\n");
        return client;
    }

    @Test
    void nothingIsLostWhenTheLeaderOfTheStreamIsKilled() throws Exception {
        var first = start();
        var second = start();
        await().atMost(PATIENCE).until(() -> first.relay.status().servers() == 1);
        var ann = named(first, "ann");
        var bob = named(second, "bob");
        var heard = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            ann.send("line " + i + "\n");
            heard.append("ann> line ").append(i).append('\n');
            if (i == 300) {
                leader().kill();
            }
            if (i > 300 && i % 10 == 0) {
                Thread.sleep(20); // until there is a new leader, and after that
            }
        }
        bob.expect(heard.toString());
        assertThat(second.relay.counters().lostLines()).isZero();
        bob.send("thank you\n");
        ann.expect("bob> thank you\n");
    }

    private NatsProcess leader() throws Exception {
        var connection = Nats.connect(nodes.getFirst().url());
        open.add(connection);
        var info = connection.jetStreamManagement().getStreamInfo("muxbench_test");
        var name = String.valueOf(info.getClusterInfo().getLeader());
        return nodes.get(Integer.parseInt(name.substring(1)));
    }
}
