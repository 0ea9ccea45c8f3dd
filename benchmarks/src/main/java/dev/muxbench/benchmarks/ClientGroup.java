package dev.muxbench.benchmarks;

import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients of one server, driven by one thread. Each client knows the bytes that it must receive next. Any other byte,
 * the end of the stream, or 20 s without any byte raises an exception, so that no figure comes from a server that lost
 * something.
 *
 * <p>Threads: one.
 */
final class ClientGroup implements AutoCloseable {
    private static final byte[] WELCOME = Texts.bytes("Welcome to Simple Chat! Use /nick <nick> to set your nick.\n");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final int READ_BYTES = 256 << 10;
    private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");
    private static final int SOURCES = 64;

    /** One connection. */
    static final class Client {
        private @Nullable Connection connection;
        private byte[] expected = {};
        private int expectedAt; // index of the next expected byte
        private long outstanding; // bytes still to come; the expected bytes repeat
        private byte[] unsent = {};

        private Connection connection() {
            return Objects.requireNonNull(connection);
        }
    }

    private final InetSocketAddress target;
    private final Network<Client> network;
    private final List<Client> clients = new ArrayList<>();
    private final byte[] input = new byte[READ_BYTES];
    private final Receiving receiving = new Receiving();
    private long outstanding; // bytes, of all clients
    private int connected; // number of connections so far
    private int behind; // number of clients that still expect bytes

    ClientGroup(InetSocketAddress target) throws IOException {
        this.target = target;
        this.network = Transport.best().open();
    }

    /** Connects clients and waits until all have the welcome. Returns the new clients. */
    List<Client> connect(int count) throws IOException {
        var fresh = new ArrayList<Client>();
        for (int i = 0; i < count; i++) {
            var client = new Client();
            expect(client, WELCOME, 1);
            client.connection = network.connect(target, source(), Network.SYSTEM_BUFFER, client);
            connected++;
            fresh.add(client);
        }
        clients.addAll(fresh);
        await();
        return fresh;
    }

    /** Returns a source address, one of several, because ports of closed connections are not free at once. */
    private @Nullable InetAddress source() throws IOException {
        if (!LINUX) {
            return null;
        }
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + connected % SOURCES)});
    }

    void disconnect(List<Client> leaving) {
        leaving.forEach(client -> client.connection().close());
        clients.removeAll(leaving);
    }

    Client get(int i) {
        return clients.get(i);
    }

    /**
     * Adds bytes that a client must receive next.
     *
     * @param stream the bytes, repeated from the beginning as often as needed; the same array continues where it was
     * @param bytes  total number of bytes to receive
     */
    @SuppressWarnings("ReferenceEquality") // the identical array continues
    private void expectBytes(Client client, byte[] stream, long bytes) {
        if (client.expected != stream) {
            check(client.outstanding == 0, "it still waits for something else");
            client.expected = stream;
            client.expectedAt = 0;
        }
        if (client.outstanding == 0) {
            behind++;
        }
        client.outstanding += bytes;
        outstanding += bytes;
    }

    /** Adds bytes that the client will receive a number of times. */
    void expect(Client client, byte[] bytes, int times) {
        expectBytes(client, bytes, (long) times * bytes.length);
    }

    /** Adds a number of bytes of a repeating stream that the client will receive. */
    void expectPart(Client client, byte[] stream, int bytes) {
        expectBytes(client, stream, bytes);
    }

    void send(Client client, byte[] from, int at, int count) throws IOException {
        if (client.unsent.length > 0) {
            client.unsent = Arrays.copyOf(client.unsent, client.unsent.length + count);
            System.arraycopy(from, at, client.unsent, client.unsent.length - count, count);
            return;
        }
        int taken = client.connection().write(from, at, count);
        if (taken < count) {
            client.unsent = Arrays.copyOfRange(from, at + taken, at + count);
        }
    }

    /** Waits until all clients have all bytes. */
    void await() throws IOException {
        await(0);
    }

    /** Waits until at most a number of bytes, over all clients, are still to come. */
    void await(long most) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (outstanding > most) {
            long before = outstanding;
            network.select(LONGEST_WAIT_MILLIS, receiving);
            long now = System.nanoTime();
            if (outstanding < before) {
                deadline = now + PATIENCE_NANOS;
            } else if (now > deadline) {
                throw new IllegalStateException(
                        behind + " of " + clients.size() + " clients still wait for " + outstanding + " bytes");
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private final class Receiving implements Network.Handler<Client> {
        @Override
        public void onConnected(Client client, @Nullable IOException failure) {
            if (failure != null) {
                throw new IllegalStateException("cannot connect: " + failure.getMessage(), failure);
            }
        }

        @Override
        public void onReadable(Client client) {
            int count;
            try {
                count = client.connection().read(input, 0, input.length);
            } catch (IOException e) {
                throw new IllegalStateException("the server closed a connection: " + e.getMessage(), e);
            }
            check(count >= 0, "the server closed a connection");
            check(count <= client.outstanding, "more was received than was sent");
            verify(client, count);
            client.outstanding -= count;
            outstanding -= count;
            if (count > 0 && client.outstanding == 0) {
                behind--;
            }
        }

        private void verify(Client client, int count) {
            for (int at = 0; at < count; ) {
                int part = Math.min(count - at, client.expected.length - client.expectedAt);
                check(
                        Arrays.equals(
                                input, at, at + part, client.expected, client.expectedAt, client.expectedAt + part),
                        "a line was changed, lost or came out of order");
                at += part;
                client.expectedAt = (client.expectedAt + part) % client.expected.length;
            }
        }

        @Override
        public void onWritable(Client client) {
            var rest = client.unsent;
            client.unsent = new byte[0];
            try {
                send(client, rest, 0, rest.length);
            } catch (IOException e) {
                throw new IllegalStateException("the server closed a connection: " + e.getMessage(), e);
            }
        }
    }
}
