package dev.muxbench.core.session;

import dev.muxbench.core.spi.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of closed and refused clients, with the reasons; never what clients say. Ordinary ends are logged at level debug. Failures of
 * TLS are logged where they happen.
 *
 * <p>Threads: any.
 */
final class CloseLog {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private CloseLog() {}

    static void closed(Session session, CloseReason reason) {
        switch (reason) {
            case SLOW_CONSUMER, STANDSTILL -> LOG.warn("closed {}: {}", session, reason.label());
            case LOG_MEMORY -> LOG.warn("closed {}: {} (--log-memory)", session, reason.label());
            case SERVER_FULL -> LOG.warn("refused {}: {} (--max-clients)", session, reason.label());
            case ADDRESS_FULL -> LOG.warn("refused {}: {} (--max-clients-per-ip)", session, reason.label());
            case NO_NUMBER_LEFT -> LOG.warn("refused {}: {} (--relay)", session, reason.label());
            case RELAY_GAP -> LOG.warn("closed {}: {} (--relay-retain)", session, reason.label());
            case PROXY_HEADER ->
                LOG.warn("closed {}: {} (the PROXY protocol is not read here)", session, reason.label());
            case IDLE -> LOG.info("closed {}: {} (--idle-timeout)", session, reason.label());
            case CLIENT_LEFT, SERVER_STOPPING, IO_ERROR, TLS_FAILED ->
                LOG.debug("closed {}: {}", session, reason.label());
        }
    }
}
