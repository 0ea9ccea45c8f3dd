package dev.muxbench.tls;

import static dev.muxbench.tls.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two streams, and wires between them that take and give as little as they like. */
class TlsStreamTest {
    private Random random;
    private TlsStream client;
    private TlsStream server;
    private Pipe toServer;
    private Pipe toClient;

    private static final int MOST_TURNS = 100_000;

    /** One direction of a wire: has room for so many bytes; less than 6 would be full of either side's ChangeCipherSpec for ever. */
    private final class Pipe {
        private final ByteBuffer bytes;
        private boolean ended;

        Pipe(int capacity) {
            bytes = ByteBuffer.allocate(capacity);
        }

        int write(ByteBuffer from) {
            int count = Math.min(Math.min(bytes.remaining(), from.remaining()), 1 + random.nextInt(bytes.capacity()));
            bytes.put(from.slice(from.position(), count));
            from.position(from.position() + count);
            return count;
        }

        int read(ByteBuffer into) {
            bytes.flip();
            try {
                if (!bytes.hasRemaining()) {
                    return ended ? -1 : 0;
                }
                int count =
                        Math.min(Math.min(bytes.remaining(), into.remaining()), 1 + random.nextInt(bytes.capacity()));
                into.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                return count;
            } finally {
                bytes.compact();
            }
        }
    }

    private record Wire(Pipe in, Pipe out) implements TlsStream.Wire {
        @Override
        public int read(ByteBuffer into) {
            return in.read(into);
        }

        @Override
        public int write(ByteBuffer from) {
            return out.write(from);
        }
    }

    @BeforeEach
    void seed() {
        random = new Random(7);
    }

    private void connect(String protocol, int capacity) throws IOException, TlsProblem {
        toServer = new Pipe(capacity);
        toClient = new Pipe(capacity);
        var source = TlsSource.load(TestFiles.server(), Duration.ofSeconds(1), 1);
        server = new TlsStream(source.current().newEngine(), new Wire(toServer, toClient), TlsBuffers.ofThread());
        var engine = ClientTls.of(new TlsTrust("localhost", file("ca.pem"), false, null, null))
                .newEngine(7711);
        engine.setEnabledProtocols(new String[] {protocol});
        client = new TlsStream(engine, new Wire(toClient, toServer), TlsBuffers.ofConnection());
        boolean clientDone = false;
        boolean serverDone = false;
        for (int turn = 0; !clientDone || !serverDone; turn++) {
            assertThat(turn)
                    .as(
                            "client %s, unsent %s; server %s, unsent %s",
                            clientDone, client.hasUnsent(), serverDone, server.hasUnsent())
                    .isLessThan(MOST_TURNS);
            if (clientDone) { // and what the server says at the end of its handshake has to be read by somebody
                assertThat(client.read(ByteBuffer.allocate(1))).isZero();
            } else {
                clientDone = client.handshake();
            }
            serverDone = serverDone || server.handshake();
        }
    }

    /** Sends and receives; returns what was received. */
    private byte[] pass(TlsStream from, TlsStream to, byte[] sent) throws IOException {
        var received = new ByteArrayOutputStream();
        int done = 0;
        while (received.size() < sent.length) {
            if (from.hasUnsent()) {
                if (from.flush()) {
                    done += from.takeFlushed();
                }
            } else if (done < sent.length) {
                int count = Math.min(sent.length - done, 1 + random.nextInt(60_000));
                done += write(from, ByteBuffer.wrap(sent, done, count));
            }
            var into = ByteBuffer.allocate(1 + random.nextInt(20_000));
            int count = to.read(into);
            assertThat(count).isNotNegative();
            received.write(into.array(), 0, count);
        }
        assertThat(done).isEqualTo(sent.length);
        return received.toByteArray();
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 16, 2000", "TLSv1.3, 1000, 200000", "TLSv1.3, 100000, 200000", "TLSv1.2, 1000, 200000"})
    void whateverTheWireTakesTheSameBytesArrive(String protocol, int capacity, int bytes)
            throws IOException, TlsProblem {
        connect(protocol, capacity);
        var question = randomBytes(bytes);
        assertThat(pass(client, server, question)).isEqualTo(question);
        var answer = randomBytes(bytes);
        assertThat(pass(server, client, answer)).isEqualTo(answer);
    }

    private static int write(TlsStream to, ByteBuffer... runs) throws IOException {
        return to.write(runs, runs.length);
    }

    @Test
    void eachSideEndsAlone() throws IOException, TlsProblem {
        connect("TLSv1.3", 500);
        end(client, server);
        var answer = randomBytes(50_000);
        assertThat(pass(server, client, answer)).isEqualTo(answer);
        end(server, client);
    }

    private static void end(TlsStream from, TlsStream to) throws IOException {
        boolean told = from.endOutput();
        int count;
        while ((count = to.read(ByteBuffer.allocate(10))) == 0 || !told) {
            told = from.flush();
        }
        assertThat(count).isEqualTo(-1);
    }

    @Test
    void withTheOlderProtocolOneEndIsBoth() throws IOException, TlsProblem {
        connect("TLSv1.2", 500);
        end(client, server);
        assertThatThrownBy(() -> write(server, ByteBuffer.wrap(new byte[10])))
                .isInstanceOf(ClosedChannelException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1000})
    void anEndThatNobodyHasSaidIsAFailureBehindWhatCame(int bytes) throws IOException, TlsProblem {
        connect("TLSv1.3", 50_000);
        var sent = new byte[bytes];
        assertThat(write(client, ByteBuffer.wrap(sent))).isEqualTo(bytes);
        toServer.ended = true;
        var into = ByteBuffer.allocate(2000);
        assertThatThrownBy(() -> {
                    while (server.read(into) >= 0) {
                        // the rest
                    }
                })
                .isInstanceOf(EOFException.class);
        assertThat(into.position()).isEqualTo(bytes);
    }

    @Test
    void somethingElseThanRecordsIsAFailure() throws IOException, TlsProblem {
        connect("TLSv1.3", 50_000);
        toServer.bytes.put(new byte[100]);
        assertThatThrownBy(() -> {
                    while (server.read(ByteBuffer.allocate(10)) == 0) {
                        // a part of it
                    }
                })
                .isInstanceOf(SSLException.class);
    }
}
