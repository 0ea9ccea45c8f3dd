package dev.muxbench.load.net;

import dev.muxbench.tls.TlsFiles;
import dev.muxbench.tls.TlsSource;
import dev.muxbench.tls.TlsTrust;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server for one client, on the JDK's {@link SSLSocket}: neither the generator's own TLS nor that of a server that it drives.
 *
 * <p>Threads: one of its own for what it does; its methods are for the test's.
 */
final class TlsPeer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private static final int HEADER_BYTES = 5;

    /** Header, body, type (RFC 8446, sections 4.6.3 and 5.2); the JDK's padding, and a tag. */
    private static final int KEY_UPDATE_BYTES = 4 + 1 + 1 + 16 + 16;

    private static final char[] NO_PASSWORD = {};

    private final ServerSocket listener;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final AtomicInteger keyUpdates = new AtomicInteger();
    private @Nullable Future<byte[]> played;

    /** @param bytesAtOnce what it sends is given to the wire in such pieces */
    TlsPeer(int bytesAtOnce) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                var wire = new Wire(bytesAtOnce);
                implAccept(wire);
                wire.setTcpNoDelay(true);
                return wire;
            }
        };
    }

    /** What it does once it is connected. */
    interface Role {
        /** Returns what it has read. */
        byte[] play(SSLSocket tls, Socket wire) throws Exception;
    }

    static TlsTrust trust() {
        return new TlsTrust("localhost", file("ca.pem"), false, null, null);
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TlsPeer.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** That have come from the client, as far as its records' lengths tell. */
    int keyUpdates() {
        return keyUpdates.get();
    }

    /** Waits for the client, makes the handshake, and plays its role. */
    void start(Role role, String... protocols) {
        played = thread.submit(() -> {
            var wire = listener.accept();
            var tls = (SSLSocket) context().getSocketFactory().createSocket(wire, null, true);
            tls.setUseClientMode(false);
            if (protocols.length > 0) {
                tls.setEnabledProtocols(protocols);
            }
            tls.startHandshake();
            return role.play(tls, wire);
        });
    }

    /** What it has read in its role. */
    byte[] result() throws Exception {
        return Objects.requireNonNull(played).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static SSLContext context() throws Exception {
        var files = new TlsFiles(file("server.pem"), file("server.key"), null);
        var material = TlsSource.load(files, Duration.ofSeconds(1), 1).current();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", material.key(), NO_PASSWORD, material.chain());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private final class Wire extends Socket {
        private final int bytesAtOnce;
        private int headerSeen; // of the record that is on its way
        private int bodyLeft;

        Wire(int bytesAtOnce) {
            this.bytesAtOnce = bytesAtOnce;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] from, int at, int count) throws IOException {
                    for (int done = 0; done < count; done += bytesAtOnce) {
                        out.write(from, at + done, Math.min(bytesAtOnce, count - done));
                    }
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int at, int most) throws IOException {
                    int count = in.read(into, at, most);
                    for (int i = 0; i < count; i++) {
                        onByte(into[at + i] & 0xff);
                    }
                    return count;
                }
            };
        }

        private void onByte(int value) {
            if (headerSeen < HEADER_BYTES) {
                headerSeen++;
                bodyLeft = (bodyLeft << 8 | value) & 0xffff; // the last two are the length
                if (headerSeen == HEADER_BYTES && bodyLeft == KEY_UPDATE_BYTES) {
                    keyUpdates.incrementAndGet();
                }
            } else {
                bodyLeft--;
            }
            if (headerSeen == HEADER_BYTES && bodyLeft == 0) {
                headerSeen = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.shutdownNow();
    }
}
