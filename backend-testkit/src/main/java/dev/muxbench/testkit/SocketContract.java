package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.core.FatalHandler;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only real sockets can break; and a word of what is told at length elsewhere, so that each run shows that a backend works at all. */
abstract class SocketContract extends Contract {
    private static final int CROWD = 4;

    SocketContract(World world) {
        super(world);
    }

    @Test
    void aConversation() {
        Transcript.titled("rooms").play(serve());
    }

    @Test
    void oneBytePerWriteMakesTheSameLines() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var bytes = "\u00ff\u00fb\u0001/nick zoé\ncaffè ☕ 😀\r\n\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            a.send(bytes, i, 1);
        }
        // U+00FF and what follows it are text in UTF-8, no telnet: the first line is no command.
        b.expect("user:1> ÿû?/nick zoé\nuser:1> caffè ☕ 😀\nuser:1> \n");
    }

    @Test
    void aServerThatStopsSaysSo() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("last words\n/nope\n").expect("Unsupported command\n");
        server.backend().stopAccepting();
        server.chat().stop();
        assertThat(b.readToEnd()).isEqualTo("user:1> last words\nServer stopping\n");
        assertThat(a.readToEnd()).isEqualTo("Server stopping\n");
    }

    /** The listening socket is closed in the middle of a rush. */
    @RepeatedTest(10)
    void whoeverComesWhileItStopsAcceptingDisturbsNobody() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var crowd = new ArrayList<Background>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(run(() -> comeAndGo(server)));
        }
        await(() -> server.chat().counters().accepted() > 20);
        server.backend().stopAccepting();
        crowd.forEach(Background::join);
        a.send("/join elsewhere\n").expect("Joined elsewhere\n");
        b.send("/join elsewhere\n").expect("Joined elsewhere\n").send("still here\n");
        a.expect("user:2> still here\n");
    }

    private static void comeAndGo(TestServer server) {
        try {
            for (int i = 0; i < 500; i++) {
                server.connectPassing().reset();
            }
        } catch (UncheckedIOException e) {
            // refused
        }
    }

    /** What is asked for is bound, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
    void theAddressThatIsAskedForIsBound(String host) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(host), 0);
        var chat = world().newChat(ServerConfig.defaults(), FatalHandler.HALT);
        try (var backend = world().start(chat, new BackendOptions(address, 1, 128))) {
            assertThat(backend.address().getAddress()).isEqualTo(address.getAddress());
            var loopback = InetAddress.getByName(host.contains(":") ? "::1" : "127.0.0.1");
            try (var client = TestClient.connect(
                    new InetSocketAddress(loopback, backend.address().getPort()))) {
                client.expect(TestClient.WELCOME);
            }
        }
        chat.close();
    }

    @Test
    void aPortInUseAndAForeignAddressAreErrors() throws IOException {
        var server = serve();
        var taken = new BackendOptions(server.backend().address(), 1, 128);
        var foreign = new BackendOptions(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0), 1, 128);
        var chat = world().newChat(ServerConfig.defaults(), FatalHandler.HALT);
        assertThatThrownBy(() -> world().start(chat, taken))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Address already in use");
        assertThatThrownBy(() -> world().start(chat, foreign))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("[^(]*assign[^(]*");
        chat.close();
    }

    @Test
    void otherAddressesAreNotConcerned() throws IOException {
        var server = serve(ServerConfig.defaults().withClientLimits(new ClientLimits(1, 0, 0, Duration.ZERO)), 1);
        server.connect();
        var other = InetAddress.getByName("127.0.0.2");
        try {
            server.connectFrom(other).expect(TestClient.WELCOME);
        } catch (UncheckedIOException e) {
            assumeTrue(false, "only 127.0.0.1 is this machine");
        }
        assertThat(server.connectFrom(other).readToEnd()).isEqualTo("Too many connections from your address\n");
    }

    /** The kernel asks whether the peer is still there: in its list of sockets such a timer has the number 2. */
    @Test
    void aPeerThatVanishesWithoutAWordIsNoticedByTheKernel() {
        var lists = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        assumeTrue(!lists.isEmpty(), "the kernel's list of sockets is Linux's");
        var server = serve();
        var client = server.connect();
        var serversSide = String.format(
                "\\s*\\d+: [0-9A-F]+:%04X [0-9A-F]+:%04X 01 [0-9A-F]+:[0-9A-F]+ 02:.*",
                server.backend().address().getPort(), client.localPort());
        await(() -> lists.stream().flatMap(SocketContract::lines).anyMatch(socket -> socket.matches(serversSide)));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
