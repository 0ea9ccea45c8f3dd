package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.testkit.NatsProcess;
import dev.muxbench.testkit.TestClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code muxbench serve --relay}: several servers as processes, with the load generator on all of them, which verifies every delivery. */
@Tag("commands")
@Timeout(300)
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern ADMIN = Pattern.compile("admin pages on http://(\\S+)");

    @TempDir
    private Path folder;

    private NatsProcess nats;
    private final List<ServeProcess> servers = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void startNats() {
        nats = NatsProcess.withJetStream(folder);
    }

    @AfterEach
    void stop() throws IOException {
        for (var server : servers) {
            server.close();
        }
        nats.close();
    }

    private ServeProcess serve(String... more) throws IOException {
        var options = new ArrayList<>(List.of("--relay", nats.url(), "--backend", "nio"));
        options.addAll(List.of(more));
        var server = ServeProcess.start(options.toArray(String[]::new));
        servers.add(server);
        return server;
    }

    /** So many servers, each of which knows all others. */
    private List<InetSocketAddress> serveMany(int count) throws IOException {
        var addresses = new ArrayList<InetSocketAddress>();
        for (int i = 0; i < count; i++) {
            addresses.add(serve().address());
        }
        for (var address : addresses) {
            try (var client = ServeProcess.connect(address)) {
                client.send("/join meeting" + address.getPort() + "\n").readLine();
            }
        }
        return addresses;
    }

    private static String targets(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> "127.0.0.1:" + address.getPort())
                .collect(Collectors.joining(","));
    }

    /** As {@code muxbench load} on all of them, joined. Returns the exit code. */
    private int load(List<InetSocketAddress> addresses, String options) {
        var words = new ArrayList<>(List.of("load", "--target", targets(addresses), "--joined", "yes"));
        words.addAll(List.of(options.split(" ")));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    /** The same beside the test, on a thread of its own: the common pool may have only one. */
    private CompletableFuture<Integer> loadMeanwhile(List<InetSocketAddress> addresses, String options) {
        return CompletableFuture.supplyAsync(
                () -> load(addresses, options), task -> Thread.ofPlatform().start(task));
    }

    /** Of the load, on all servers. */
    private static void awaitClients(List<InetSocketAddress> addresses, int count) {
        try (var client = ServeProcess.connect(addresses.getFirst())) {
            client.send("/join watch\n").readLine();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> answer(client, "/rooms").contains("lobby (" + count + ")"));
        }
    }

    private void assertVerified(int code) {
        assertThat(code).as(err + "\n" + out).isIn(LoadedServer.VERIFIED);
    }

    @Test
    void threeServersAreOneRoom() throws IOException {
        assertVerified(load(
                serveMany(3), "--clients 900 --senders 6 --rooms 1 --rate 100 --duration 2s --warmup 500ms --quiet"));
    }

    @Test
    void threeServersAreManyRooms() throws IOException {
        assertVerified(load(
                serveMany(3), "--clients 900 --rooms 90 --senders 10 --rate 300 --duration 2s --warmup 500ms --quiet"));
    }

    @Test
    void nothingIsLostAtSaturation() throws IOException {
        assertVerified(load(
                serveMany(3),
                "--clients 60 --senders 4 --rooms 1 --in-flight 64 --duration 2s --warmup 500ms --quiet"));
    }

    @Test
    void nothingIsLostWhileNatsIsRestarted() throws Exception {
        var addresses = serveMany(2);
        var load = loadMeanwhile(
                addresses,
                "--clients 20 --senders 2 --rooms 1 --rate 50 --duration 8s --warmup 500ms --most-late 20s --quiet");
        awaitClients(addresses, 20);
        nats.kill();
        TimeUnit.SECONDS.sleep(1);
        nats.start();
        assertVerified(load.get(2, TimeUnit.MINUTES));
    }

    @Test
    void whoseServerIsKilledComesBackOnAnother() throws Exception {
        var addresses = serveMany(3);
        var load = loadMeanwhile(
                addresses,
                "--clients 30 --senders 1 --rooms 1 --rate 50 --duration 6s --warmup 500ms --reconnect 20 --most-late 20s --quiet");
        awaitClients(addresses, 30);
        servers.getLast().close();
        assertVerified(load.get(2, TimeUnit.MINUTES));
        assertThat(out.toString()).contains("10 connections broke"); // a third
    }

    /** One server after the other, each when the one before is ready again. */
    @Test
    @Tag("slow")
    void nothingIsLostWhileAllServersAreRestarted() throws Exception {
        var addresses = serveMany(3);
        var load = loadMeanwhile(
                addresses,
                "--clients 30 --senders 1 --rooms 1 --rate 50 --duration 25s --warmup 500ms --reconnect 50 --most-late 20s --quiet");
        awaitClients(addresses, 30);
        for (int i = 0; i < 3; i++) {
            servers.get(i).terminate();
            assertThat(servers.get(i).exitCode()).isZero();
            var again = serve("--port", String.valueOf(addresses.get(i).getPort()));
            assertThat(again.address()).isEqualTo(addresses.get(i)); // it listens when it has joined the others
        }
        assertVerified(load.get(2, TimeUnit.MINUTES));
        assertThat(out.toString()).contains("connections broke");
    }

    @Test
    void aServerThatIsStoppedHasRelayedEverything() throws Exception {
        var first = serve();
        var ann = ServeProcess.connect(first.address());
        var bob = ServeProcess.connect(serve().address());
        ann.send("/nick ann\n/join lobby\n").expect("Joined lobby\n");
        bob.send("/nick bob\n/join lobby\n").expect("Joined lobby\n");
        var lines = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        ann.send(lines.toString());
        ann.send("/rooms\n").readLine();
        first.terminate();
        assertThat(ann.readLine()).isEqualTo("Server stopping\n");
        bob.expect(lines.toString().replace("line", "ann> line"));
        assertThat(first.exitCode()).isZero();
        bob.send("/nick ann\n/who\n").expect("Here (1): ann\n");
    }

    @Test
    @Tag("slow")
    void aServerThatIsKilledIsForgottenAndItsNicksAreFree() throws Exception {
        var first = serve();
        var ann = ServeProcess.connect(first.address());
        var bob = ServeProcess.connect(serve().address());
        ann.send("/nick ann\n/join lobby\n").expect("Joined lobby\n");
        Awaitility.await().atMost(PATIENCE).until(() -> answer(bob, "/who").startsWith("Here (2): "));
        first.close();
        long begin = System.nanoTime();
        Awaitility.await().atMost(PATIENCE).until(() -> answer(bob, "/who").startsWith("Here (1): "));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> answer(bob, "/nick ann\n/who").equals("Here (1): ann\n"));
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(25));
    }

    /** The last line that comes of it. */
    private static String answer(TestClient client, String words) {
        client.send(words + "\n/help\n");
        var last = "";
        for (var line = client.readLine(); !line.startsWith("/nick "); line = client.readLine()) {
            last = line;
        }
        for (int i = 0; i < 6; i++) {
            client.readLine();
        }
        return last;
    }

    @Test
    void withoutNatsThereIsOneLineAndExitCode1() throws Exception {
        nats.kill();
        var server = serve();
        assertThat(server.exitCode()).isEqualTo(1);
        assertThat(server.err())
                .startsWith("muxbench serve: cannot reach the relay " + nats.url())
                .contains("--relay-optional")
                .hasLineCount(1);
    }

    @Test
    void withoutNatsAServerThatMayServesAlone() throws Exception {
        nats.kill();
        var server = serve("--relay-optional", "--admin", "127.0.0.1:0");
        var ann = ServeProcess.connect(server.address());
        assertThat(answer(ann, "/nick ann")).isEqualTo("Nick ann cannot be claimed now\n");
        Awaitility.await().atMost(PATIENCE).until(() -> ready(server).equals("the relay is not connected\n"));
        assertThat(page(server, "/metrics")).contains("muxbench_relay_joined 0.0");
        nats.start();
        Awaitility.await().atMost(PATIENCE).until(() -> ready(server).equals("ready\n"));
        assertThat(page(server, "/metrics"))
                .contains("muxbench_relay_joined 1.0", "muxbench_relay_lost_lines_total 0.0");
        assertThat(answer(ann, "/nick ann\n/who")).isEqualTo("Here (1): ann\n");
    }

    private static String ready(ServeProcess server) throws IOException {
        return page(server, "/readyz");
    }

    private static String page(ServeProcess server, String path) throws IOException {
        var match = ADMIN.matcher(server.err());
        assertThat(match.find()).isTrue();
        return body("http://" + match.group(1) + path);
    }

    private static String body(String url) throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void wrongOptionsAreOneLineAndExitCode2() throws Exception {
        for (var wrong : List.of(
                List.of("--cluster", "a.b", "--cluster must be 1 to 64 letters"),
                List.of("--relay-replicas", "2", "--relay-replicas must be 1, 3 or 5, not 2"),
                List.of("--relay-retain", "1s", "--relay-retain must be from 20 s to 86400 s, not 1 s"),
                List.of("--relay-storage", "disk", "--relay-storage must be file or memory, not disk"))) {
            var server = ServeProcess.start("--relay=" + nats.url(), wrong.get(0) + "=" + wrong.get(1));
            servers.add(server);
            assertThat(server.exitCode()).as(wrong.toString()).isEqualTo(2);
            assertThat(server.err()).contains(wrong.get(2)).hasLineCount(1);
        }
    }

    @Test
    void aWrongRelayIsOneLineAndExitCode2() throws Exception {
        var server = ServeProcess.start("--relay", "localhost:4222");
        servers.add(server);
        assertThat(server.exitCode()).isEqualTo(2);
        assertThat(server.err())
                .startsWith("muxbench serve: --relay must be nats://HOST[:PORT] or tls://HOST[:PORT]")
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsOneLine() throws Exception {
        var server = serve("--relay-creds", folder.resolve("none.creds").toString());
        assertThat(server.exitCode()).isEqualTo(1);
        assertThat(server.err()).hasLineCount(1).contains("none.creds");
        var trust = folder.resolve("none.pem");
        Files.writeString(trust, "nothing");
        var other = serve("--relay-tls-ca", trust.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).hasLineCount(1).contains("none.pem");
    }
}
