package dev.muxbench.core.session;

import dev.muxbench.core.loop.IoLoop;

/**
 * How much one client has sent, and when last.
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

    /** Processed. */
    long lines() {
        return lines;
    }

    /** Whatever became of them. */
    long bytes() {
        return bytes;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - lastNanos;
    }
}
