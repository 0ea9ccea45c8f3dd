package dev.muxbench.load;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Another network, with a test that looks on.
 *
 * <p>Threads: its worker's.
 */
class WatchedNetwork implements Network<Client> {
    private final Network<Client> network;

    WatchedNetwork(Network<Client> network) {
        this.network = network;
    }

    void beforeSelect() {}

    void onRead(Client client) {}

    /** @param heard whether there was anything to tell */
    void afterSelect(long millis, boolean heard) {}

    @Override
    public Connection connect(
            InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, Client attachment)
            throws IOException {
        return network.connect(target, source, receiveBuffer, attachment);
    }

    @Override
    public void select(long millis, Handler<? super Client> handler) throws IOException {
        beforeSelect();
        var watched = new Watched(handler);
        network.select(millis, watched);
        afterSelect(millis, watched.heard);
    }

    private final class Watched implements Handler<Client> {
        private final Handler<? super Client> handler;
        boolean heard;

        Watched(Handler<? super Client> handler) {
            this.handler = handler;
        }

        @Override
        public void onConnected(Client client, @Nullable IOException failure) {
            heard = true;
            handler.onConnected(client, failure);
        }

        @Override
        public void onReadable(Client client) {
            heard = true;
            handler.onReadable(client);
            onRead(client);
        }

        @Override
        public void onWritable(Client client) {
            heard = true;
            handler.onWritable(client);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
