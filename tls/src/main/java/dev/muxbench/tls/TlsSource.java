package dev.muxbench.tls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's TLS settings: its files, which are read anew when they change, the limits of handshakes, and the log of failed ones. A
 * connection keeps the certificate that it has begun with.
 *
 * <p>Threads: any.
 */
public final class TlsSource {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSource.class);

    /** The most memory of one connection: the engine's state, and some records in each direction. */
    private static final long CONNECTION_BYTES = 192 << 10;

    private final TlsFiles files;
    private final Duration handshakeTimeout;
    private final int mostHandshakes;
    private final AtomicInteger handshakes = new AtomicInteger();
    private final FailureLog failures = new FailureLog();
    private volatile TlsMaterial current; // written under the lock of this
    private volatile @Nullable String provider; // written by the backend at its start
    private List<Object> loaded; // guarded by this
    private List<Object> lastSeen; // guarded by this

    private TlsSource(TlsFiles files, Duration handshakeTimeout, int mostHandshakes) throws TlsProblem {
        this.files = files;
        this.handshakeTimeout = handshakeTimeout;
        this.mostHandshakes = mostHandshakes;
        this.loaded = files.stamps();
        this.lastSeen = loaded;
        this.current = files.read();
        warn();
    }

    /**
     * Reads the files.
     *
     * @param mostHandshakes the most handshakes at the same time
     */
    public static TlsSource load(TlsFiles files, Duration handshakeTimeout, int mostHandshakes) throws TlsProblem {
        return new TlsSource(files, handshakeTimeout, mostHandshakes);
    }

    private void warn() {
        Certificates.complaint(current.chain()[0])
                .ifPresent(complaint -> LOG.warn("the certificate in {} {}", files.certificate(), complaint));
    }

    /** Returns the material for the next connection. */
    public TlsMaterial current() {
        return current;
    }

    // ---- Reading anew.

    /** Reads the files again. If they are wrong, that is logged, and the material before stays. */
    public synchronized void reload() {
        loaded = files.stamps();
        lastSeen = loaded;
        try {
            current = files.read();
            LOG.info("new connections get the certificate in {} as it is now", files.certificate());
            warn();
        } catch (TlsProblem e) {
            LOG.error("the certificate stays as it was: {}", e.getMessage());
        }
    }

    /**
     * Must be called about once a second. A change is taken up when it has lasted from one call to the next, so not while files are
     * being written.
     */
    public synchronized void reloadIfChanged() {
        var now = files.stamps();
        boolean settled = now.equals(lastSeen);
        lastSeen = now;
        if (settled && !now.equals(loaded)) {
            reload();
        }
    }

    // ---- For the backend.

    /** Called by a backend that speaks TLS, with the name of its TLS library. */
    public void servedBy(String tlsProvider) {
        provider = tlsProvider;
    }

    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Counts one more handshake. Returns false if there are too many, so that it must not begin. */
    public boolean beginHandshake() {
        if (handshakes.incrementAndGet() <= mostHandshakes) {
            return true;
        }
        handshakes.decrementAndGet();
        return false;
    }

    /** Called once for each handshake that has begun, however it ended. */
    public void endHandshake() {
        handshakes.decrementAndGet();
    }

    /** Called when a connection was closed because of a failure, before or after its handshake. */
    public void onFailure(@Nullable Object peer, Throwable cause) {
        failures.add(peer, FailureLog.inWords(cause));
    }

    /** Called when a connection was closed because its handshake took too long. */
    public void onTimeout(@Nullable Object peer) {
        failures.add(peer, "no handshake within " + handshakeTimeout.toMillis() + " ms");
    }

    /** Called when a connection was closed at once, because too many handshakes were under way. */
    public void onTooMany(@Nullable Object peer) {
        failures.add(peer, "there are " + mostHandshakes + " handshakes under way already");
    }

    // ---- For who has started the backend.

    /** Returns the TLS library of the backend; null if the backend does not speak TLS. */
    public @Nullable String provider() {
        return provider;
    }

    /** Returns the most memory that TLS adds with so many clients, and as many that are connecting. */
    public static long memoryBoundBytes(int clients) {
        return 2L * clients * CONNECTION_BYTES;
    }
}
