package dev.muxbench.load.net;

import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * TLS over any other network. A connection is one once its handshake is done. Threads: as of any network.
 *
 * @param <A> as of {@link Network}
 */
public final class TlsNetwork<A> implements Network<A> {
    private final Network<TlsConnection<A>> wires;
    private final ClientTls tls;
    private final TlsScratch scratch = new TlsScratch();
    private final ArrayDeque<TlsConnection<A>> toRead =
            new ArrayDeque<>(); // or to begin the handshake: no wire tells of it

    /** @throws IOException with what is wrong with the files that are to be read */
    public TlsNetwork(Network<TlsConnection<A>> wires, TlsTrust trust) throws IOException {
        this.wires = wires;
        try {
            this.tls = ClientTls.of(trust);
        } catch (TlsProblem e) {
            wires.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Connection connect(InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, A attachment)
            throws IOException {
        var engine = tls.newEngine(target.getPort());
        engine.beginHandshake();
        var connection = new TlsConnection<>(attachment, toRead, scratch);
        connection.begin(wires.connect(target, source, receiveBuffer, connection), engine);
        return connection;
    }

    @Override
    public void select(long millis, Handler<? super A> handler) throws IOException {
        wires.select(toRead.isEmpty() ? millis : 0, new Wires<A>(handler));
        for (int n = toRead.size(); n > 0; n--) {
            toRead.remove().onQueued(handler);
        }
    }

    private record Wires<A>(Handler<? super A> handler) implements Handler<TlsConnection<A>> {
        @Override
        public void onConnected(TlsConnection<A> connection, @Nullable IOException failure) {
            connection.onWire(handler, failure);
        }

        @Override
        public void onReadable(TlsConnection<A> connection) {
            connection.onReadable(handler);
        }

        @Override
        public void onWritable(TlsConnection<A> connection) {
            connection.onWritable(handler);
        }
    }

    @Override
    public void close() {
        wires.close();
    }
}
