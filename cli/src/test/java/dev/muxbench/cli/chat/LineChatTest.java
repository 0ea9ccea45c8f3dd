package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineChatTest {
    private static final String WELCOME = "Welcome to Simple Chat! Use /nick <nick> to set your nick.\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static List<String> backends() {
        return ChatBackends.available();
    }

    private void chat(ChatConfig config, InputStream in) throws IOException, InterruptedException {
        new LineChat(config, in, new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8)).run();
    }

    private void chat(ChatConfig config, String input) throws IOException, InterruptedException {
        chat(config, new ByteArrayInputStream(input.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void allThatWasPipedInArrives(String backend) throws IOException, InterruptedException {
        try (var server = ChatBackends.start(backend)) {
            var other = server.connect();
            other.send("/join dev\n").expect("Joined dev\n");
            var input = "line é 日本\n".repeat(2_000) + "\n/who\nlast, without LF";
            var config = ChatBackends.config(ChatBackends.address(server), "pipe", "dev", false);
            var reader = Thread.ofVirtual()
                    .start(() -> other.expect("pipe> line é 日本\n".repeat(2_000) + "pipe> \npipe> last, without LF\n"));
            chat(config, input);
            reader.join();
            assertThat(out.toString(UTF_8)).isEqualTo(WELCOME + "Joined dev\nHere (2): user:1, pipe\n");
            assertThat(err.toString(UTF_8)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatOthersSayIsPrinted(String backend) throws Exception {
        try (var server = ChatBackends.start(backend)) {
            var other = server.connect();
            var config = ChatBackends.config(ChatBackends.address(server), "bob", null, false);
            var typed = new PipedOutputStream();
            var in = new PipedInputStream(typed);
            var chat = new FutureTask<Void>(() -> {
                chat(config, in);
                return null;
            });
            Thread.ofVirtual().start(chat);
            typed.write("hello\n".getBytes(UTF_8));
            typed.flush();
            other.expect("bob> hello\n");
            other.send("hello bob\n/msg bob psst\n");
            Awaitility.await()
                    .atMost(ChatBackends.PATIENCE)
                    .until(() -> out.toString(UTF_8).endsWith("psst\n"));
            typed.close();
            chat.get();
            assertThat(out.toString(UTF_8)).isEqualTo(WELCOME + "user:1> hello bob\nuser:1 (private)> psst\n");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void quitLeaves(String backend) throws IOException, InterruptedException {
        try (var server = ChatBackends.start(backend)) {
            var config = ChatBackends.config(ChatBackends.address(server), null, null, true);
            chat(config, "/quit\nnot sent any more\n");
            assertThat(out.toString(UTF_8)).isEqualTo(WELCOME);
        }
    }

    @Test
    void noServerIsOneLine() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed.setSoTimeout(60_000); // a client that does not start is a failure, not a hang
            port = closed.getLocalPort();
        }
        var config = ChatBackends.config(new ServerAddress("127.0.0.1", port), null, null, true);
        assertThatIOException()
                .isThrownBy(() -> chat(config, "hi\n"))
                .withMessageStartingWith("cannot connect to 127.0.0.1:" + port + ": ");
    }

    @Test
    void aServerThatClosesFirstIsAFailure() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var endless = new PipedInputStream(new PipedOutputStream())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = listener.accept()) {
                    socket.getOutputStream().write("bye".getBytes(UTF_8));
                } catch (IOException e) {
                    // the test fails
                }
            });
            var config =
                    ChatBackends.config(new ServerAddress("127.0.0.1", listener.getLocalPort()), null, null, false);
            assertThatIOException()
                    .isThrownBy(() -> chat(config, endless))
                    .withMessageEndingWith(" lost: closed by the server");
            assertThat(out.toString(UTF_8)).isEqualTo("bye\n");
        }
    }

    @Test
    void aFullServerIsAFailure() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(60_000); // a client that does not start is a failure, not a hang
            Thread.ofVirtual().start(() -> {
                try (var socket = listener.accept()) {
                    socket.getOutputStream().write("Server full\n".getBytes(UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the test fails
                }
            });
            var config =
                    ChatBackends.config(new ServerAddress("127.0.0.1", listener.getLocalPort()), null, null, false);
            assertThatIOException().isThrownBy(() -> chat(config, "hi\n")).withMessageEndingWith(" lost: Server full");
        }
    }
}
