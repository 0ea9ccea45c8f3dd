package dev.muxbench.load.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network promises, whatever it is made of. */
@ParameterizedClass
@EnumSource(Transport.class)
class NetworkTest {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int BACKLOG = 10;

    @Parameter
    private Transport transport = Transport.JDK;

    private Network<String> network = new NoNetwork();
    private final Events events = new Events();
    private final byte[] buffer = new byte[1 << 20];

    /** Remembers what it was told, and reads nothing. */
    private static class Events implements Network.Handler<String> {
        final List<String> told = new ArrayList<>();

        @Override
        public void onConnected(String attachment, @Nullable IOException failure) {
            told.add(attachment + (failure == null ? " connected" : " " + failure.getMessage()));
        }

        @Override
        public void onReadable(String attachment) {
            told.add(attachment + " readable");
        }

        @Override
        public void onWritable(String attachment) {
            told.add(attachment + " writable");
        }
    }

    private static final class NoNetwork implements Network<String> {
        @Override
        public Connection connect(
                InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, String attachment) {
            throw new AssertionError();
        }

        @Override
        public void select(long millis, Handler<? super String> handler) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(transport.isAvailable());
        network = transport.open();
    }

    /** As when no port is left: that can be told from a server that is not there. */
    @Test
    void anAddressThatCannotBeConnectedFromIsABindFailure() throws IOException {
        try (var listener = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"))) {
            var target = (InetSocketAddress) listener.getLocalSocketAddress();
            var elsewhere = InetAddress.ofLiteral("192.0.2.1");
            assertThatThrownBy(() -> network.connect(target, elsewhere, Network.SYSTEM_BUFFER, "a"))
                    .isInstanceOf(BindException.class);
        }
    }

    @AfterEach
    void close() {
        network.close();
    }

    private static ServerSocket listener(String address) throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.getByName(address));
    }

    private static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private void awaitEvent(String event) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        events.told.clear();
        while (!events.told.contains(event) && System.nanoTime() - deadline < 0) {
            network.select(100, events);
        }
        assertThat(events.told).contains(event);
    }

    private Connection connect(ServerSocket listener, String name) throws IOException {
        var connection = network.connect(addressOf(listener), null, Network.SYSTEM_BUFFER, name);
        if (!connection.isConnected()) {
            awaitEvent(name + " connected");
        }
        assertThat(connection.isConnected()).isTrue();
        return connection;
    }

    private String read(Connection connection, int most) throws IOException {
        int count = connection.read(buffer, 7, most);
        return count < 0 ? "end" : new String(buffer, 7, count, StandardCharsets.US_ASCII);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bytesGoBothWays(String address) throws IOException {
        try (var listener = listener(address)) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                assertThat(connection.read(buffer, 0, 10)).isZero();
                send(peer, "hello");
                awaitEvent("a readable");
                assertThat(read(connection, 100)).isEqualTo("hello");
                assertThat(connection.write("xyz".getBytes(StandardCharsets.US_ASCII), 1, 2))
                        .isEqualTo(2);
                assertThat(peer.getInputStream().readNBytes(2)).isEqualTo("yz".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void aConnectionComesFromTheSourceThatWasAskedFor() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var source = InetAddress.getByName("127.0.0.3");
            network.connect(addressOf(listener), source, Network.SYSTEM_BUFFER, "a");
            try (var peer = listener.accept()) {
                assertThat(peer.getInetAddress()).isEqualTo(source);
                assertThat(((InetSocketAddress) peer.getRemoteSocketAddress()).getPort())
                        .isNotZero();
            }
        }
    }

    @Test
    void whatIsLeftByAReadIsToldAgain() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                send(peer, "123456789");
                for (var part : List.of("1234", "5678", "9")) {
                    awaitEvent("a readable");
                    assertThat(read(connection, 4)).isEqualTo(part);
                }
                send(peer, "more");
                awaitEvent("a readable");
                assertThat(read(connection, 4)).isEqualTo("more");
            }
        }
    }

    @Test
    void theEndIsToldAfterTheLastBytes() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                send(peer, "last");
            }
            awaitEvent("a readable");
            assertThat(read(connection, 100)).isEqualTo("last");
            awaitEvent("a readable");
            assertThat(read(connection, 100)).isEqualTo("end");
        }
    }

    @Test
    void aResetIsAFailure() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                peer.setSoLinger(true, 0);
            }
            awaitEvent("a readable");
            assertThatThrownBy(() -> connection.read(buffer, 0, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    /** The port is taken, so that nobody else begins to listen there. */
    @Test
    void anAddressAtWhichNobodyListensRefuses() throws IOException {
        try (var holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try {
                network.connect((InetSocketAddress) holder.getLocalSocketAddress(), null, Network.SYSTEM_BUFFER, "a");
                events.told.clear();
                network.select(PATIENCE_MILLIS, events);
            } catch (IOException e) {
                events.told.add("a " + e.getMessage());
            }
            assertThat(events.told).singleElement().asString().startsWith("a Connection refused");
        }
    }

    @Test
    void afterAShortWriteTheHandlerHearsWhenThereIsRoom() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            listener.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                events.told.clear();
                long written = 0;
                int taken;
                do {
                    taken = connection.write(buffer, 0, buffer.length);
                    written += taken;
                } while (taken == buffer.length);
                network.select(0, events);
                assertThat(events.told).isEmpty();
                peer.getInputStream().readNBytes((int) written);
                awaitEvent("a writable");
                assertThat(connection.write(buffer, 0, 1)).isEqualTo(1);
                events.told.clear();
                network.select(0, events);
                assertThat(events.told).isEmpty();
            }
        }
    }

    @Test
    void whoPausesHearsNothingUntilItResumes() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                connection.pauseReading();
                send(peer, "early");
                events.told.clear();
                network.select(100, events);
                assertThat(events.told).isEmpty();
                connection.resumeReading();
                awaitEvent("a readable");
                assertThat(read(connection, 100)).isEqualTo("early");
                send(peer, "later");
                awaitEvent("a readable");
                assertThat(read(connection, 100)).isEqualTo("later");
            }
        }
    }

    @Test
    void anEndThatCameInAPauseIsToldWhenItResumes() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                connection.pauseReading();
                send(peer, "last");
            }
            network.select(100, events);
            connection.resumeReading();
            awaitEvent("a readable");
            assertThat(read(connection, 100)).isEqualTo("last");
            awaitEvent("a readable");
            assertThat(read(connection, 100)).isEqualTo("end");
        }
    }

    /** What comes for it is dropped, and so is the end; another connection is told of what was sent later. */
    @Test
    void aSilencedConnectionHearsNothing() throws IOException {
        assumeTrue(transport.canSilence());
        try (var listener = listener("127.0.0.1")) {
            var silenced = connect(listener, "a");
            var silencedPeer = listener.accept();
            connect(listener, "b");
            try (var peer = listener.accept()) {
                silenced.silence();
                send(silencedPeer, "early");
                silencedPeer.close();
                send(peer, "later");
                awaitEvent("b readable");
                assertThat(events.told).doesNotContain("a readable");
                network.select(100, events);
                assertThat(events.told).doesNotContain("a readable");
                assertThat(read(silenced, 100)).isEmpty();
            }
        }
    }

    /** Both buffers are small, so that it is seen how much the peer may send ahead. */
    @Test
    void thePeerFeelsASmallReceiveBuffer() throws IOException {
        assertThat(sentAhead(4096)).isLessThan(sentAhead(Network.SYSTEM_BUFFER));
    }

    private long sentAhead(int receiveBuffer) throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            network.connect((InetSocketAddress) listener.getLocalAddress(), null, receiveBuffer, "a");
            try (var peer = listener.accept()) {
                peer.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
                peer.configureBlocking(false);
                long sent = 0;
                int taken;
                do {
                    taken = peer.write(ByteBuffer.allocate(512));
                    sent += taken;
                } while (taken > 0);
                return sent;
            }
        }
    }

    /** Its event is in the same batch as that of the one whose handler closes it. */
    @Test
    void aClosedConnectionIsNotToldOf() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connections = List.of(connect(listener, "0"), connect(listener, "1"));
            try (var first = listener.accept();
                    var second = listener.accept()) {
                send(first, "x");
                send(second, "x");
                var closing = new Events() {
                    @Override
                    public void onReadable(String attachment) {
                        super.onReadable(attachment);
                        connections.get(1 - Integer.parseInt(attachment)).close();
                    }
                };
                network.select(PATIENCE_MILLIS, closing);
                network.select(0, closing);
                assertThat(closing.told).isNotEmpty().containsOnly(closing.told.getFirst());
            }
        }
    }

    @Test
    void thePeerHearsAReset() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var connection = connect(listener, "a");
            try (var peer = listener.accept()) {
                connection.reset();
                network.select(0, events);
                assertThatThrownBy(() -> peer.getInputStream().read())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
                connection.close();
            }
        }
    }

    @Test
    void closingItClosesItsConnections() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            connect(listener, "a");
            try (var peer = listener.accept()) {
                network.close();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
