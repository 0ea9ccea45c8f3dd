package dev.muxbench.load.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.tls.TlsTrust;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link NetworkTest} wants of any network, and what only one that encrypts can do wrong, over each kind of wire. */
@ParameterizedClass
@EnumSource(Transport.class)
class TlsNetworkTest {
    private static final int PATIENCE_SECONDS = 10;
    private static final int WHOLE = 1 << 20;
    private static final byte[] NOTHING = {};
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40}; // fatal, handshake_failure (RFC 8446, appendix B)
    private static final String TLS_13 = "TLSv1.3";
    private static final String TLS_12 = "TLSv1.2";

    @Parameter
    private Transport transport = Transport.JDK;

    private TlsNetwork<String> network;
    private final Events events = new Events();

    /** Remembers what it was told. Once it has a connection it reads from it, once each time, and so little at once. */
    private static final class Events implements Network.Handler<String> {
        final List<String> told = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Nullable
        Connection connection;

        byte[] buffer = new byte[WHOLE];
        boolean ended;

        @Nullable
        IOException failure;

        @Override
        public void onConnected(String attachment, @Nullable IOException failure) {
            told.add(failure == null ? "connected" : failure.getMessage());
        }

        @Override
        public void onReadable(String attachment) {
            told.add("readable");
            if (connection != null) {
                try {
                    int count = connection.read(buffer, 0, buffer.length);
                    ended = count < 0;
                    bytes.write(buffer, 0, Math.max(0, count));
                } catch (IOException e) {
                    failure = e;
                }
            }
        }

        @Override
        public void onWritable(String attachment) {
            told.add("writable");
        }

        String text() {
            return bytes.toString(StandardCharsets.US_ASCII);
        }
    }

    private interface Condition {
        boolean holds();
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(transport.isAvailable());
        network = new TlsNetwork<>(transport.open(), TlsPeer.trust());
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime() - deadline)
                    .as("told %s, read %s bytes", events.told.size(), events.bytes.size())
                    .isNegative();
            network.select(100, events);
        }
    }

    private Connection connect(TlsPeer peer) throws IOException {
        var connection = network.connect(peer.address(), null, Network.SYSTEM_BUFFER, "a");
        await(() -> !events.told.isEmpty());
        assertThat(events.told.getFirst()).isEqualTo("connected");
        assertThat(connection.isConnected()).isTrue();
        return connection;
    }

    private static byte[] randomBytes(int count) {
        var bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** As much as it takes at once, whenever there is room. */
    private void writeAll(Connection to, byte[] bytes) throws IOException {
        int done = to.write(bytes, 0, bytes.length);
        while (done < bytes.length) {
            events.told.clear();
            await(() -> events.told.contains("writable"));
            done += to.write(bytes, done, bytes.length - done);
        }
    }

    // ---- Records, however they come.

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, 1, 1048576, 500",
        "TLSv1.3, 1, 1, 500",
        "TLSv1.3, 700, 1000, 200000",
        "TLSv1.3, 1048576, 20000, 3000000",
        "TLSv1.3, 1048576, 1048576, 3000000",
        "TLSv1.2, 1, 3, 500",
        "TLSv1.2, 1048576, 1048576, 3000000"
    })
    void whateverComesAtOnceAndIsReadAtOnceTheSameBytesArrive(String protocol, int sent, int read, int count)
            throws Exception {
        var bytes = randomBytes(count);
        try (var peer = new TlsPeer(sent)) {
            peer.start(
                    (tls, wire) -> {
                        tls.getOutputStream().write(bytes);
                        return tls.getInputStream().readNBytes(count);
                    },
                    protocol);
            var connection = connect(peer);
            events.connection = connection;
            events.buffer = new byte[read];
            await(() -> events.bytes.size() >= count);
            assertThat(events.bytes.toByteArray()).isEqualTo(bytes);
            writeAll(connection, bytes);
            assertThat(peer.result()).isEqualTo(bytes);
        }
    }

    /** Of one record; there is nothing of it on the wire any more. */
    @Test
    void whatIsLeftByAReadIsToldAgain() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(ascii("123456789"));
                return tls.getInputStream().readNBytes(1);
            });
            var connection = connect(peer);
            var buffer = new byte[10];
            var read = new ArrayList<String>();
            while (String.join("", read).length() < 9) {
                events.told.clear();
                await(() -> events.told.contains("readable"));
                read.add(new String(buffer, 3, connection.read(buffer, 3, 4), StandardCharsets.US_ASCII));
            }
            assertThat(read).filteredOn(part -> !part.isEmpty()).containsExactly("1234", "5678", "9");
        }
    }

    @Test
    void whatIsDiscardedIsCountedUpToTheEnd() throws Exception {
        int count = 1_000_000;
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(new byte[count]);
                tls.shutdownOutput();
                return tls.getInputStream().readNBytes(1);
            });
            var connection = connect(peer);
            int discarded = 0;
            int last = 0;
            while (last >= 0) {
                discarded += last;
                events.told.clear();
                await(() -> events.told.contains("readable"));
                last = connection.discard();
            }
            assertThat(discarded).isEqualTo(count);
        }
    }

    @Test
    void whoPausesHearsNothingUntilItResumesEvenOfWhatIsOpenedAlready() throws Exception {
        var bytes = randomBytes(1000);
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(bytes);
                return tls.getInputStream().readNBytes(1);
            });
            var connection = connect(peer);
            events.connection = connection;
            events.buffer = new byte[10];
            await(() -> events.bytes.size() > 0);
            connection.pauseReading();
            events.told.clear();
            network.select(100, events);
            assertThat(events.told).isEmpty();
            connection.resumeReading();
            await(() -> events.bytes.size() == bytes.length);
            assertThat(events.bytes.toByteArray()).isEqualTo(bytes);
        }
    }

    /** It changes its keys again and again, wants the client's to be changed, too, and reads what is said with these. */
    @Test
    void aPeerMayChangeTheKeys() throws Exception {
        int changes = 20;
        var bytes = randomBytes(100_000);
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start(
                    (tls, wire) -> {
                        for (int i = 0; i < changes; i++) {
                            tls.getOutputStream().write(bytes);
                            tls.startHandshake(); // with this protocol that is what it means
                        }
                        tls.getOutputStream().write(ascii("."));
                        return tls.getInputStream().readNBytes(bytes.length);
                    },
                    TLS_13);
            var connection = connect(peer);
            events.connection = connection;
            await(() -> events.bytes.size() == changes * bytes.length + 1);
            writeAll(connection, bytes);
            assertThat(peer.result()).isEqualTo(bytes);
            assertThat(peer.keyUpdates()).isEqualTo(changes);
        }
    }

    @Test
    void aPeerMayNotNegotiateAnew() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start(
                    (tls, wire) -> {
                        tls.getOutputStream().write(ascii("before"));
                        tls.startHandshake();
                        return tls.getInputStream().readNBytes(1);
                    },
                    TLS_12);
            events.connection = connect(peer);
            await(() -> events.failure != null);
            assertThat(events.text()).isEqualTo("before");
            assertThat(events.failure).isInstanceOf(SSLException.class).hasMessageContaining("negotiate anew");
        }
    }

    // ---- Full sockets.

    @Test
    void afterAShortWriteTheHandlerHearsWhenThereIsRoom() throws Exception {
        var bytes = randomBytes(32 << 20);
        var mayRead = new CountDownLatch(1);
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                mayRead.await();
                return tls.getInputStream().readNBytes(bytes.length);
            });
            var connection = connect(peer);
            int taken = connection.write(bytes, 0, bytes.length);
            assertThat(taken).isPositive().isLessThan(bytes.length);
            assertThat(connection.write(bytes, taken, 1)).isZero();
            events.told.clear();
            network.select(100, events);
            assertThat(events.told).doesNotContain("writable");
            mayRead.countDown();
            await(() -> events.told.contains("writable"));
            var rest = new byte[bytes.length - taken];
            System.arraycopy(bytes, taken, rest, 0, rest.length);
            writeAll(connection, rest);
            assertThat(peer.result()).isEqualTo(bytes);
        }
    }

    // ---- Ends.

    @ParameterizedTest
    @ValueSource(strings = {TLS_13, TLS_12})
    void theEndIsToldAfterTheLastBytes(String protocol) throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start(
                    (tls, wire) -> {
                        tls.getOutputStream().write(ascii("last"));
                        tls.shutdownOutput();
                        return NOTHING;
                    },
                    protocol);
            var connection = connect(peer);
            events.connection = connection;
            await(() -> events.ended);
            assertThat(events.text()).isEqualTo("last");
            assertThat(connection.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void whoHasEndedMayStillBeWrittenTo() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start(
                    (tls, wire) -> {
                        tls.shutdownOutput();
                        return tls.getInputStream().readNBytes(5);
                    },
                    TLS_13);
            var connection = connect(peer);
            events.connection = connection;
            await(() -> events.ended);
            writeAll(connection, ascii("still"));
            assertThat(peer.result()).isEqualTo(ascii("still"));
        }
    }

    @Test
    void withTheOlderProtocolOneEndIsBoth() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start(
                    (tls, wire) -> {
                        tls.shutdownOutput();
                        return tls.getInputStream().readAllBytes();
                    },
                    TLS_12);
            var connection = connect(peer);
            events.connection = connection;
            await(() -> events.ended);
            assertThatThrownBy(() -> connection.write(new byte[1], 0, 1)).isInstanceOf(ClosedChannelException.class);
            assertThat(peer.result()).as("it is answered").isEmpty();
        }
    }

    /** And no record is taken for whole that is not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10_000})
    void anEndThatNobodyHasSaidIsAFailureBehindWhatCame(int torn) throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(ascii("last"));
                var record = new byte[torn];
                if (torn > 0) {
                    System.arraycopy(new byte[] {23, 3, 3, 0x40, 0}, 0, record, 0, 5); // 16 KiB are announced
                }
                wire.getOutputStream().write(record);
                wire.shutdownOutput();
                return NOTHING;
            });
            events.connection = connect(peer);
            await(() -> events.failure != null);
            assertThat(events.text()).isEqualTo("last");
            assertThat(events.failure).isInstanceOf(EOFException.class);
            assertThat(events.ended).isFalse();
        }
    }

    /** It came with them, and they are good. */
    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x7fff})
    void somethingElseThanARecordIsAFailureBehindWhatCame(int length) throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(ascii("last"));
                var record = new byte[5 + length];
                System.arraycopy(new byte[] {23, 3, 3, (byte) (length >> 8), (byte) length}, 0, record, 0, 5);
                wire.getOutputStream().write(record);
                return tls.getInputStream().readNBytes(1);
            });
            events.connection = connect(peer);
            await(() -> events.failure != null);
            assertThat(events.text()).isEqualTo("last");
            assertThat(events.failure).isInstanceOf(SSLException.class);
            events.told.clear();
            network.select(0, events);
            assertThat(events.told).isEmpty();
        }
    }

    @Test
    void aResetIsAFailure() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                wire.setSoLinger(true, 0);
                wire.close();
                return NOTHING;
            });
            events.connection = connect(peer);
            await(() -> events.failure != null);
            assertThat(events.failure).hasMessageContaining("reset");
        }
    }

    @Test
    void whoClosesSaysSo() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> tls.getInputStream().readAllBytes());
            var connection = connect(peer);
            writeAll(connection, ascii("last"));
            connection.close();
            connection.close();
            assertThat(peer.result()).isEqualTo(ascii("last"));
        }
    }

    @Test
    void aClosedConnectionIsNotToldOf() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> {
                tls.getOutputStream().write(ascii("more"));
                return tls.getInputStream().readNBytes(1);
            });
            var connection = connect(peer);
            events.told.clear();
            await(() -> events.told.contains("readable")); // it is told again, as nothing was read
            connection.close();
            events.told.clear();
            network.select(0, events);
            network.select(0, events);
            assertThat(events.told).isEmpty();
        }
    }

    // ---- No connection.

    private void assertNoConnection(InetSocketAddress address, TlsTrust trust, String words) throws IOException {
        network.close();
        network = new TlsNetwork<>(transport.open(), trust);
        var connection = network.connect(address, null, Network.SYSTEM_BUFFER, "a");
        await(() -> !events.told.isEmpty());
        assertThat(connection.isConnected()).isFalse();
        network.select(100, events);
        assertThat(events.told).singleElement().asString().startsWith("TLS: ").contains(words);
    }

    @Test
    void whoIsVouchedForByNobodyIsNotBelieved() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> NOTHING);
            assertNoConnection(
                    peer.address(), new TlsTrust("localhost", null, false, null, null), "--tls-ca names whom to trust");
            assertThatThrownBy(() -> peer.result()).as("it is told why").hasStackTraceContaining("certificate_unknown");
        }
    }

    @Test
    void whoHasAnotherNameIsNotBelieved() throws Exception {
        try (var peer = new TlsPeer(WHOLE)) {
            peer.start((tls, wire) -> NOTHING);
            var elsewhere = new TlsTrust("elsewhere.example", TlsPeer.trust().authorities(), false, null, null);
            assertNoConnection(peer.address(), elsewhere, "elsewhere.example");
        }
    }

    static List<Arguments> otherAnswers() {
        return List.of(
                Arguments.of(ascii("Welcome to smallchat"), "it does not speak TLS"),
                Arguments.of(NOTHING, "it has closed the connection"),
                Arguments.of(ALERT, "handshake_failure"));
    }

    @ParameterizedTest
    @MethodSource("otherAnswers")
    void whyThereIsNoHandshakeIsSaidInWords(byte[] answer, String words) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (var socket = listener.accept()) {
                    socket.getInputStream().read(new byte[WHOLE]);
                    socket.getOutputStream().write(answer);
                } catch (IOException e) {
                    // nobody is told
                }
            });
            assertNoConnection((InetSocketAddress) listener.getLocalSocketAddress(), TlsPeer.trust(), words);
        }
    }

    /** The port is taken, so that nobody else begins to listen there. */
    @Test
    void whereNobodyListensThereIsNoHandshake() throws IOException {
        try (var holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            network.connect((InetSocketAddress) holder.getLocalSocketAddress(), null, Network.SYSTEM_BUFFER, "a");
            await(() -> !events.told.isEmpty());
        } catch (IOException e) {
            events.told.add(e.getMessage());
        }
        assertThat(events.told).singleElement().asString().startsWith("Connection refused");
    }
}
