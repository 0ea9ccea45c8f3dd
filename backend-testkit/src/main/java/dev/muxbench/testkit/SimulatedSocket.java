package dev.muxbench.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of a simulated connection, under a {@link java.net.Socket}. Threads: those of its world's baton. */
final class SimulatedSocket extends SocketImpl {
    private static final int SEND_BYTES = 256 << 10; // as much as a kernel takes while the server does not read
    private static final int RECEIVE_BYTES = 64 << 10;

    private final SimulatedWorld world;
    private InetAddress localAddress = InetAddress.ofLiteral("127.0.0.1");
    private int receiveBytes = RECEIVE_BYTES;
    private int timeoutMillis;
    private boolean closesByReset;
    private boolean closed;
    private @Nullable SimulatedConnection connection;

    SimulatedSocket(SimulatedWorld world) {
        this.world = world;
    }

    @Override
    protected void create(boolean stream) {}

    @Override
    protected void bind(InetAddress host, int port) {
        localAddress = host.isAnyLocalAddress() ? localAddress : host;
        localport = world.newPort();
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(InetAddress host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(SocketAddress server, int patienceMillis) throws IOException {
        var local = new InetSocketAddress(localAddress, localport);
        connection = world.connect((InetSocketAddress) server, new SimulatedPeer(local, receiveBytes, false, false));
    }

    private SimulatedConnection connection() {
        return Objects.requireNonNull(connection);
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    protected InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                long patience = timeoutMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
                if (!world.await("to read", patience, SimulatedSocket.this::canRead)) {
                    throw new SocketTimeoutException("Read timed out");
                }
                requireOpen();
                if (connection().isTorn()) {
                    throw new SocketException("Connection reset");
                }
                int count = Math.min(length, available());
                connection().received().take(ByteBuffer.wrap(into, offset, count), count);
                return count == 0 ? -1 : count;
            }

            // Who asks again and again lets the others go on, and time.
            @Override
            public int available() {
                world.await("to find something", SimulatedWorld.TURN_NANOS, SimulatedSocket.this::canRead);
                return SimulatedSocket.this.available();
            }
        };
    }

    private boolean canRead() {
        return closed || available() > 0 || connection().isEnded();
    }

    @Override
    protected int available() {
        return connection().received().size();
    }

    @Override
    protected OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                int done = 0;
                while (done < length) {
                    world.await("to send", Long.MAX_VALUE, SimulatedSocket.this::canSend);
                    requireOpen();
                    if (connection().isClosed()) {
                        throw new SocketException("Broken pipe");
                    }
                    int count =
                            Math.min(length - done, SEND_BYTES - connection().unreadInput());
                    connection().give(Arrays.copyOfRange(from, offset + done, offset + done + count));
                    done += count;
                }
            }
        };
    }

    private boolean canSend() {
        return closed || connection().isClosed() || connection().unreadInput() < SEND_BYTES;
    }

    @Override
    protected void shutdownOutput() {
        connection().endInput();
    }

    @Override
    protected void close() {
        closed = true;
        if (connection == null) {
            return;
        }
        if (closesByReset) {
            connection.reset();
        } else {
            connection.leave();
        }
    }

    @Override
    public void setOption(int option, Object value) {
        switch (option) {
            case SO_RCVBUF -> receiveBytes = (Integer) value;
            case SO_TIMEOUT -> timeoutMillis = (Integer) value;
            case SO_LINGER -> closesByReset = value.equals(0);
            default -> {} // changes nothing here
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        throw new SocketException("option " + option);
    }

    @Override
    protected void listen(int backlog) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void accept(SocketImpl socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void sendUrgentData(int data) {
        throw new UnsupportedOperationException();
    }
}
