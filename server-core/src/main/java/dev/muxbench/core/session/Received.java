package dev.muxbench.core.session;

import dev.muxbench.core.loop.IoLoop;

/**
 * Counts what one client has sent, and knows when it last sent something.
 *
 * <p>Threads: the session's.
 */
final class Received {
    private final IoLoop loop;
    private final boolean timed; // it may be idle for too long: else the clock is not asked
    private long lastNanos; // by the server's clock
    private long lines;
    private long bytes;

    Received(IoLoop loop, boolean timed) {
        this.loop = loop;
        this.timed = timed;
        noteActivity();
    }

    void noteActivity() {
        if (timed) {
            lastNanos = loop.nowNanos();
        }
    }

    void addBytes(int more) {
        bytes += more;
        loop.counters().received(more);
    }

    void addLines(int more) {
        if (more > 0) {
            lines += more;
            loop.counters().receivedLines(more);
        }
    }

    /** Returns the lines that were processed. */
    long lines() {
        return lines;
    }

    /** Returns the bytes received, processed or not. */
    long bytes() {
        return bytes;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - lastNanos;
    }
}
