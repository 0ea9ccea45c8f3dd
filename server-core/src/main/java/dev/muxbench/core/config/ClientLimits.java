package dev.muxbench.core.config;

import java.time.Duration;

/**
 * What one client may do, beyond what keeps the server alive. 0 stands for no limit.
 *
 * @param connectionsPerAddress at the same time from one IP address; the next one is told so and closed
 * @param linesPerSecond        lines, commands included, that are taken from one client; it may be ahead by those of one second
 * @param bytesPerSecond        the same in bytes
 * @param idleTimeout           a client that sends nothing for so long is closed
 */
public record ClientLimits(int connectionsPerAddress, long linesPerSecond, long bytesPerSecond, Duration idleTimeout) {
    public static final ClientLimits NONE = new ClientLimits(0, 0, 0, Duration.ZERO);

    public ClientLimits {
        if (connectionsPerAddress < 0 || linesPerSecond < 0 || bytesPerSecond < 0 || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("a limit below 0");
        }
    }

    public boolean hasRates() {
        return linesPerSecond > 0 || bytesPerSecond > 0;
    }
}
