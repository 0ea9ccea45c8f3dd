package dev.muxbench.testkit;

import dev.muxbench.tls.ClientTls;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/** A blocking client. Every wait ends after a minute with what was received. Threads: one at a time. */
public final class TestClient implements AutoCloseable {
    public static final String WELCOME = "Welcome to Simple Chat! Use /nick <nick> to set your nick.\n";
    private static final int PATIENCE_MILLIS = 60_000;

    static final InetSocketAddress ANYWHERE = new InetSocketAddress(0);

    private final Socket socket;
    private final Socket wire; // the same, or what is under its encryption
    private final byte[] buffer = new byte[16 << 10];
    private int from;
    private int to;

    private TestClient(Socket socket, Socket wire) {
        this.socket = socket;
        this.wire = wire;
    }

    public static TestClient connect(InetSocketAddress address) {
        return connect(new Socket(), address, 0, ANYWHERE);
    }

    /** Each byte that it sends goes out alone, as far as that can be had. */
    static TestClient connectSendingBytes(InetSocketAddress address) {
        return connect(new ByteSocket(), address, 0, ANYWHERE);
    }

    private static final class ByteSocket extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()); // which passes on byte for byte
        }
    }

    /**
     * @param receiveBuffer SO_RCVBUF in bytes, 0 for the system's choice
     * @param local         where it connects from
     */
    static TestClient connect(Socket socket, InetSocketAddress address, int receiveBuffer, InetSocketAddress local) {
        try {
            if (!local.equals(ANYWHERE)) { // a bound socket would need a port that nobody has had lately
                socket.bind(local);
            }
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            return new TestClient(socket, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same client, once it speaks TLS. Nothing has been read or sent yet. */
    TestClient encrypted(ClientTls tls, String... protocols) {
        try {
            var encrypted = tls.over(wire);
            if (protocols.length > 0) {
                encrypted.setEnabledProtocols(protocols);
            }
            encrypted.startHandshake();
            return new TestClient(encrypted, wire);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it speaks TLS through. */
    SSLSocket encryption() {
        return (SSLSocket) socket;
    }

    /** Ends its side without a word of TLS. */
    TestClient truncate() {
        try {
            wire.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public TestClient send(byte[] bytes) {
        return send(bytes, 0, bytes.length);
    }

    public TestClient send(byte[] bytes, int offset, int length) {
        try {
            socket.getOutputStream().write(bytes, offset, length);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, with its LF. */
    public String readLine() {
        var line = new ByteArrayOutputStream();
        while (true) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            from = end;
            int next = read(line);
            if (next < 0) {
                throw new AssertionError("end of stream after '" + line.toString(StandardCharsets.UTF_8) + "'");
            }
            line.write(next);
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
        }
    }

    /** Reads exactly these bytes, and fails on any other. */
    public TestClient expect(String text) {
        return expect(text.getBytes(StandardCharsets.UTF_8));
    }

    public TestClient expect(byte[] expected) {
        int known = Math.min(expected.length, to - from);
        if (!Arrays.equals(expected, 0, known, buffer, from, from + known)) {
            known = 0; // the loop says where they differ
        }
        from += known;
        var received = new ByteArrayOutputStream();
        received.write(expected, 0, known);
        for (int i = known; i < expected.length; i++) {
            int next = read(received);
            if (next >= 0) {
                received.write(next);
            }
            if (next != (expected[i] & 0xFF)) {
                throw new AssertionError(
                        "expected '" + new String(expected, StandardCharsets.UTF_8) + "' but received '"
                                + received.toString(StandardCharsets.UTF_8) + (next < 0 ? "' and the end" : "'"));
            }
        }
        return this;
    }

    /** Everything up to the end of the stream. */
    public String readToEnd() {
        var all = new ByteArrayOutputStream();
        for (int next = read(all); next >= 0; next = read(all)) {
            all.write(next);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Reads up to the end of the stream or a reset, and keeps nothing. */
    public void drain() {
        from = to;
        while (readSome(buffer, buffer.length) > 0) {
            // All is dropped.
        }
    }

    private int read(ByteArrayOutputStream soFar) {
        try {
            if (from == to) {
                from = 0;
                to = Math.max(0, socket.getInputStream().read(buffer));
                if (to == 0) {
                    return -1;
                }
            }
            return buffer[from++] & 0xFF;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing more after '" + soFar.toString(StandardCharsets.UTF_8) + "'", e);
        } catch (IOException e) {
            throw new AssertionError(e + " after '" + soFar.toString(StandardCharsets.UTF_8) + "'", e);
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** How many bytes can be read without waiting. */
    public int available() {
        try {
            return to - from + socket.getInputStream().available();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Up to so many raw bytes, at least one; -1 at the end, also if it is a reset. */
    public int readSome(byte[] into, int most) {
        if (from < to) {
            int count = Math.min(most, to - from);
            System.arraycopy(buffer, from, into, 0, count);
            from += count;
            return count;
        }
        try {
            return socket.getInputStream().read(into, 0, most);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Sends nothing more, and goes on reading. */
    public TestClient halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes so that the peer gets a reset. */
    public void reset() {
        try {
            wire.setSoLinger(true, 0);
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
