package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the clients, and those of each address if these are limited; lets no more in than there may be.
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

    /** Addresses that are counted. */
    int addresses() {
        return clientsOfAddress.size();
    }

    /** Whom to count it for; null if that makes no difference, or if it has gone already. */
    @Nullable
    InetAddress address(Connection connection) {
        var remote = mostOfOneAddress == 0 ? null : connection.remoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** Counts one more client. Returns why not if that would be too many, else null. */
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

    /** Never above the limit, not even for a moment: who comes in that moment would be refused for nothing. */
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
