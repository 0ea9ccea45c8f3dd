package dev.muxbench.core.spi;

import dev.muxbench.tls.TlsSource;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The options that every backend is started with.
 *
 * @param address   where to listen, resolved; port 0 takes a free one
 * @param ioThreads event loops, at least 1; a backend without event loops says in its documentation what it means there
 * @param backlog   connections that may wait to be accepted; the kernel caps it at {@code net.core.somaxconn}
 * @param tls       how to encrypt; null for plain text. A backend that does says so by {@link TlsSource#servedBy}
 */
public record BackendOptions(
        InetSocketAddress address,
        int ioThreads,
        int backlog,
        @Nullable TlsSource tls) {
    public static final int DEFAULT_BACKLOG = 4096;

    /** Returns half of the processors, because the kernel's share of the work and other programs need the others. */
    public static int defaultIoThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Options without TLS. */
    public BackendOptions(InetSocketAddress address, int ioThreads, int backlog) {
        this(address, ioThreads, backlog, null);
    }

    public BackendOptions {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address " + address);
        }
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads " + ioThreads);
        }
    }
}
