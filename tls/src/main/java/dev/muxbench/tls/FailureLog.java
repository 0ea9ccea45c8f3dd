package dev.muxbench.tls;

import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why connections were not made, at most one line a second, because any peer can cause them. Threads: any. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSource.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST = 200;
    private static final String CLOSED = "it has closed the connection";

    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
    private final AtomicInteger untold = new AtomicInteger();

    /** Logs a failure. A peer that only probes the port is not worth a line. */
    void add(@Nullable Object peer, String reason) {
        if (reason.equals(CLOSED)) {
            LOG.debug("no TLS with {}: {}", peer, reason);
            return;
        }
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now < next || !nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
            untold.incrementAndGet();
            return;
        }
        int others = untold.getAndSet(0);
        LOG.warn(
                "no TLS with {}: {}{}",
                peer == null ? "a client" : peer,
                reason,
                others == 0 ? "" : " (and " + others + " more since the last such line)");
    }

    /** Says the cause in words that cannot steer a terminal, because the peer may have chosen them. */
    static String inWords(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof EOFException || root instanceof ClosedChannelException) {
            return CLOSED;
        }
        var message = String.valueOf(root.getMessage());
        if (speaksNoTls(root, message)) {
            return "it does not speak TLS";
        }
        var printable = message.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > LONGEST ? printable.substring(0, LONGEST) + "…" : printable;
    }

    private static boolean speaksNoTls(Throwable root, String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        return root.getClass().getSimpleName().equals("NotSslRecordException")
                || lower.contains("unrecognized ssl message")
                || lower.contains("not an ssl/tls record")
                || lower.contains("http_request")
                || lower.contains("wrong_version_number");
    }
}
