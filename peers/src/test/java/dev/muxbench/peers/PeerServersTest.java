package dev.muxbench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerServersTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private PeerServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    enum Kind {
        CHANNEL_GROUP,
        LIMIT;

        PeerServer start() {
            return this == CHANNEL_GROUP ? ChannelGroupChat.start(2) : limit(3);
        }
    }

    private static KernelLimit limit(int batch) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "its system calls are Linux's");
        return KernelLimit.start(batch);
    }

    /** Somebody who has been welcomed. */
    private record Client(Socket socket, BufferedReader lines) implements AutoCloseable {
        static Client of(PeerServer server) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(PATIENCE_MILLIS);
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).startsWith("Welcome");
            return new Client(socket, lines);
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        List<String> hear(int count) throws IOException {
            var heard = new String[count];
            for (int i = 0; i < count; i++) {
                heard[i] = lines.readLine();
            }
            return List.of(heard);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyElseHearsEachLine(Kind kind) throws IOException {
        server = kind.start();
        try (var alice = Client.of(server);
                var bob = Client.of(server);
                var carol = Client.of(server)) {
            alice.say("one\ntwo\nthr");
            assertThat(bob.hear(2)).containsExactly("user:1> one", "user:1> two");
            alice.say("ee\nfour\n");
            assertThat(bob.hear(2)).containsExactly("user:1> three", "user:1> four");
            bob.say("five\n");
            assertThat(alice.hear(1)).containsExactly("user:2> five");
            assertThat(carol.hear(5)).endsWith("user:2> five").hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesIsMissedByNobody(Kind kind) throws IOException {
        server = kind.start();
        try (var alice = Client.of(server);
                var carol = Client.of(server)) {
            try (var bob = Client.of(server)) {
                bob.say("bye\n");
                assertThat(alice.hear(1)).containsExactly("user:3> bye");
            }
            carol.say("still here\n");
            assertThat(alice.hear(1)).containsExactly("user:2> still here");
        }
    }

    /** As long as the longest of the load generator, beside which nothing fits into what is read at once. */
    @ParameterizedTest
    @EnumSource
    void linesMayBeLong(Kind kind) throws IOException, InterruptedException {
        server = kind.start();
        var longest = "x".repeat(60 << 10);
        try (var alice = Client.of(server);
                var bob = Client.of(server)) {
            var lines = IntStream.range(0, 40).mapToObj(i -> i + longest).toList();
            var talking = Thread.ofVirtual().start(() -> {
                try {
                    alice.say(String.join("\n", lines) + "\n");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(bob.hear(40))
                    .isEqualTo(lines.stream().map(line -> "user:1> " + line).toList());
            talking.join();
        }
    }

    @Test
    void aNickIsTaken() throws IOException {
        server = ChannelGroupChat.start(1);
        try (var alice = Client.of(server);
                var bob = Client.of(server)) {
            alice.say("/nick alice\n/nothing\nhello\n");
            assertThat(alice.hear(1)).containsExactly("Unsupported command");
            assertThat(bob.hear(1)).containsExactly("alice> hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void soManyLinesGoInOneSend(int batch) throws IOException {
        var limit = limit(batch);
        try (limit;
                var alice = Client.of(limit);
                var bob = Client.of(limit)) {
            alice.say("a\n".repeat(batch));
            assertThat(bob.hear(batch)).containsOnly("user:1> a");
        }
        int bytes = 2 * "Welcome\n".length() + batch * "user:1> a\n".length();
        assertThat(limit.sends()).isEqualTo(3);
        assertThat(limit.sentBytes()).isEqualTo(bytes);
        assertThat(limit.deliveries()).isEqualTo(batch);
    }
}
