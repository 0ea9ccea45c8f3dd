package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the clients, and those of each address if these are limited, and refuses clients beyond the limits.
 *
 * <p>Threads: any.
 */
final class Admission {
    private final int mostClients;
    private final int mostOfOneAddress; // 0: any number
    private final AtomicInteger clients = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> clientsOfAddress = new ConcurrentHashMap<>();

    Admission(ServerConfig config) {
        mostClients = config.maxClients();
        mostOfOneAddress = config.clientLimits().connectionsPerAddress();
    }

    int clients() {
        return clients.get();
    }

    /** Returns the number of addresses that are counted. */
    int addresses() {
        return clientsOfAddress.size();
    }

    /** Returns the address that a connection is counted for; null if addresses are not limited, or if the peer has gone already. */
    @Nullable
    InetAddress address(Connection connection) {
        var remote = mostOfOneAddress == 0 ? null : connection.remoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** Counts one more client. Returns the reason of a refusal, or null if the client is admitted. */
    @Nullable
    CloseReason admit(@Nullable InetAddress address) {
        if (address != null && !admitFrom(address)) {
            return CloseReason.ADDRESS_FULL;
        }
        if (admitOne()) {
            return null;
        }
        if (address != null) {
            dismissFrom(address);
        }
        return CloseReason.SERVER_FULL;
    }

    /** Never counts above the limit, not even for a moment, because a client that comes in that moment would be refused for nothing. */
    private boolean admitOne() {
        int now;
        do {
            now = clients.get();
            if (now >= mostClients) {
                return false;
            }
        } while (!clients.compareAndSet(now, now + 1));
        return true;
    }

    private boolean admitFrom(InetAddress address) {
        var admitted = new boolean[1];
        clientsOfAddress.compute(address, (key, before) -> {
            int now = before == null ? 0 : before;
            admitted[0] = now < mostOfOneAddress;
            return admitted[0] ? now + 1 : before;
        });
        return admitted[0];
    }

    void dismiss(@Nullable InetAddress address) {
        clients.decrementAndGet();
        if (address != null) {
            dismissFrom(address);
        }
    }

    private void dismissFrom(InetAddress address) {
        clientsOfAddress.computeIfPresent(address, (key, now) -> now == 1 ? null : now - 1);
    }
}
