package dev.muxbench.tls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server that speaks TLS is started with: its files, read anew when they change; how long a handshake may take, how many may be
 * under way, and what becomes of those that fail. Connections keep what they have begun with.
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
     * @param mostHandshakes that may be under way at the same time
     */
    public static TlsSource load(TlsFiles files, Duration handshakeTimeout, int mostHandshakes) throws TlsProblem {
        return new TlsSource(files, handshakeTimeout, mostHandshakes);
    }

    private void warn() {
        Certificates.complaint(current.chain()[0])
                .ifPresent(complaint -> LOG.warn("the certificate in {} {}", files.certificate(), complaint));
    }

    /** For the next connection. */
    public TlsMaterial current() {
        return current;
    }

    // ---- Reading anew.

    /** Reads the files again. If they are wrong that is logged, and what was read before stays. */
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

    /** To be called about once a second: a change is taken up once it has lasted from one call to the next, so not in its midst. */
    public synchronized void reloadIfChanged() {
        var now = files.stamps();
        boolean settled = now.equals(lastSeen);
        lastSeen = now;
        if (settled && !now.equals(loaded)) {
            reload();
        }
    }

    // ---- For the backend.

    /** The backend speaks TLS, by means of this. */
    public void servedBy(String tlsProvider) {
        provider = tlsProvider;
    }

    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** One more handshake; false if there are too many, and it must not begin. */
    public boolean beginHandshake() {
        if (handshakes.incrementAndGet() <= mostHandshakes) {
            return true;
        }
        handshakes.decrementAndGet();
        return false;
    }

    /** Once for each that has begun, however it has ended. */
    public void endHandshake() {
        handshakes.decrementAndGet();
    }

    /** A connection was closed for this, before or after its handshake. */
    public void onFailure(@Nullable Object peer, Throwable cause) {
        failures.add(peer, FailureLog.inWords(cause));
    }

    /** A connection was closed because its handshake took too long. */
    public void onTimeout(@Nullable Object peer) {
        failures.add(peer, "no handshake within " + handshakeTimeout.toMillis() + " ms");
    }

    /** A connection was closed at once. */
    public void onTooMany(@Nullable Object peer) {
        failures.add(peer, "there are " + mostHandshakes + " handshakes under way already");
    }

    // ---- For who has started the backend.

    /** What encrypts; null if the backend knows nothing of TLS. */
    public @Nullable String provider() {
        return provider;
    }

    /** The most memory that this adds, with so many clients and as many who are on their way. */
    public static long memoryBoundBytes(int clients) {
        return 2L * clients * CONNECTION_BYTES;
    }
}
