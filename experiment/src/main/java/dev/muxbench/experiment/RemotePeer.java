package dev.muxbench.experiment;

import dev.muxbench.load.protocol.Protocol;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that runs already, on any machine.
 *
 * @param host its name or address
 */
record RemotePeer(String name, Protocol protocol, String host, int port) implements Contestant {
    @Override
    public String text() {
        return protocol + "://" + host + ":" + port;
    }

    @Override
    public Optional<String> tieToThisMachine() {
        return Optional.empty();
    }

    @Override
    public Server start(List<String> serverOptions, Placement placement, Path log) throws Server.StartFailure {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new Server.StartFailure("no address is known of " + host);
        }
        return new RemoteServer(address);
    }
}
