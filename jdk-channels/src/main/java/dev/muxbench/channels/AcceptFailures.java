package dev.muxbench.channels;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that connections cannot be accepted, and once that they can be again. Meanwhile an acceptor pauses: what waits in the
 * kernel's queue would wake it at once, for ever.
 *
 * <p>Threads: the acceptor's.
 */
public final class AcceptFailures {
    /** How long an acceptor pauses. */
    public static final long PAUSE_NANOS = 100_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

    /** What accept(2) may report of a connection that broke in the queue: the next one may be sound. In the words of strerror(3). */
    private static final List<String> OF_ONE_CONNECTION = List.of(
            "Software caused connection abort",
            "Network is down",
            "Protocol error",
            "Protocol not available",
            "Host is down",
            "Machine is not on the network",
            "No route to host",
            "Operation not supported",
            "Network is unreachable",
            "Operation not permitted");

    private boolean failing;

    /**
     * A connection was not accepted.
     *
     * @param reason the failure's
     * @param hint   where to look for what is scarce
     * @return whether the acceptor must pause; else it goes on with the next connection
     */
    public boolean mustPause(String reason, String hint) {
        if (OF_ONE_CONNECTION.stream().anyMatch(reason::contains)) {
            LOG.debug("connection lost before it was accepted: {}", reason);
            return false;
        }
        if (!failing) {
            failing = true;
            LOG.warn("cannot accept, trying again every 100 ms: {} (see {})", reason, hint);
        }
        return true;
    }

    /** A connection was accepted. */
    public void end() {
        if (failing) {
            failing = false;
            LOG.warn("accepting again");
        }
    }
}
