package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that the test plays itself. */
class LinkTest {
    /** What the link has told, in order. */
    private static final class Told implements Link.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onLine(ServerLine line) {
            events.add("line "
                    + switch (line) {
                        case ServerLine.Said said -> said.prefix() + said.text();
                        case ServerLine.Notice(var text) -> text;
                    });
        }

        @Override
        public void onLost(String reason, Duration nextTry) {
            events.add((nextTry == null ? "lost for good: " : "lost: ") + reason);
        }

        @Override
        public void onConnectedAgain() {
            events.add("connected again");
        }

        @Override
        public void onNickBack() {
            events.add("nick back");
        }

        @Override
        public void onEnd() {
            events.add("end");
        }

        private String next() throws InterruptedException {
            return events.poll(ChatBackends.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private record Peer(Socket socket, BufferedReader in) {
        private String readLine() throws IOException {
            return in.readLine();
        }

        private void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }
    }

    private final Told told = new Told();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) ChatBackends.PATIENCE.toMillis());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private Link link(String nick, String room, boolean reconnect) {
        var address = new ServerAddress("127.0.0.1", listener.getLocalPort());
        return new Link(ChatBackends.config(address, nick, room, reconnect), new Membership(nick, room), told);
    }

    private Peer accept() throws IOException {
        var socket = listener.accept();
        return new Peer(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
    }

    @Test
    void nickAndRoomAreRestored() throws IOException, InterruptedException {
        var link = link("bob", "dev", true);
        link.connect();
        var first = accept();
        assertThat(first.readLine()).isEqualTo("/nick bob");
        assertThat(first.readLine()).isEqualTo("/join dev");
        assertThat(link.send("/nick carl")).isTrue();
        assertThat(first.readLine()).isEqualTo("/nick carl");
        first.say("half a line");
        first.socket().close();

        var second = accept();
        assertThat(second.readLine()).isEqualTo("/nick carl");
        assertThat(second.readLine()).isEqualTo("/join dev");
        assertThat(second.readLine()).isEqualTo("/nick");
        second.say("Joined dev\nUnsupported command\ncarl> é\n");
        assertThat(told.next()).isEqualTo("line half a line");
        assertThat(told.next()).isEqualTo("lost: closed by the server");
        assertThat(told.next()).isEqualTo("line Joined dev");
        assertThat(told.next()).isEqualTo("connected again");
        assertThat(told.next()).isEqualTo("line carl> é");
        assertThat(link.send("hello")).isTrue();
        assertThat(second.readLine()).isEqualTo("hello");

        link.leave();
        assertThat(second.readLine()).isNull();
        second.say("last words\n");
        second.socket().close();
        assertThat(told.next()).isEqualTo("line last words");
        assertThat(told.next()).isEqualTo("end");
        assertThat(link.failure()).isNull();
    }

    /** A connection alone says nothing: the server may have no place, or be about to stop. */
    @ParameterizedTest
    @ValueSource(strings = {"Server full\n", "Server stopping\n", ""})
    void itIsConnectedAgainWhenTheServerHasTakenItIn(String refusal) throws IOException, InterruptedException {
        var link = link(null, null, true);
        link.connect();
        accept().socket().close();
        assertThat(told.next()).isEqualTo("lost: closed by the server");

        var refusing = accept();
        refusing.say(refusal);
        refusing.socket().close();
        if (!refusal.isEmpty()) {
            assertThat(told.next()).isEqualTo("line " + refusal.strip());
        }
        assertThat(told.next()).isEqualTo("lost: closed by the server");

        var welcoming = accept();
        welcoming.say("Welcome\nUnsupported command\n");
        assertThat(told.next()).isEqualTo("line Welcome");
        assertThat(told.next()).isEqualTo("connected again");
        link.abort();
    }

    /** A proxy may keep the lost connection open on the server's side for a while. */
    @Test
    void aNickThatIsTakenIsAskedForUntilItIsFree() throws IOException, InterruptedException {
        var link = link("bob", null, true);
        link.connect();
        accept().socket().close();
        assertThat(told.next()).isEqualTo("lost: closed by the server");

        var second = accept();
        for (int tries = 0; tries < 3; tries++) {
            assertThat(second.readLine()).isEqualTo("/nick bob");
            assertThat(second.readLine()).isEqualTo("/nick");
            second.say("Nick bob is already in use\nUnsupported command\n");
        }
        assertThat(told.next()).isEqualTo("connected again");
        assertThat(second.readLine()).isEqualTo("/nick bob");
        assertThat(second.readLine()).isEqualTo("/nick");
        second.say("Unsupported command\nann> hello\n");
        assertThat(told.next()).isEqualTo("nick back");
        assertThat(told.next()).isEqualTo("line ann> hello");
        link.abort();
    }

    @Test
    void aServerThatIsAwayIsTriedAgainUntilTheUserLeaves() throws IOException, InterruptedException {
        var link = link(null, null, true);
        link.connect();
        var peer = accept();
        listener.close();
        peer.socket().close();
        assertThat(told.next()).isEqualTo("lost: closed by the server");
        assertThat(told.next()).startsWith("lost: ");
        assertThat(told.next()).startsWith("lost: ");
        assertThat(link.send("hello")).isFalse();
        link.leave();
        link.awaitEnd();
        assertThat(link.failure()).isNull();
    }

    @Test
    void withoutReconnectingItEndsWithTheReason() throws IOException, InterruptedException {
        var link = link(null, null, false);
        link.connect();
        accept().socket().close();
        assertThat(told.next()).isEqualTo("lost for good: closed by the server");
        assertThat(told.next()).isEqualTo("end");
        assertThat(link.failure()).isEqualTo("closed by the server");
        assertThat(link.send("hello")).isFalse();
    }
}
