package dev.muxbench.relay;

import dev.muxbench.core.relay.Relay.Claim;
import java.io.IOException;

/** The shared state on which the servers of a cluster must agree. Threads: any; each method waits for the answer. */
public interface Registry {
    /**
     * Renews this server's lease.
     *
     * @param position position up to which this server has read the stream
     * @throws IOException if it is unknown whether the lease is renewed
     */
    void renewLease(long position) throws IOException;

    /** Ends this server's lease, and with it its claims. */
    void endLease() throws IOException;

    /** @throws IOException if the outcome is unknown */
    Claim claim(String nickKey) throws IOException;

    /** Ends this server's claim to a nick, if it has one. */
    void release(String nickKey) throws IOException;

    /**
     * Takes numbers that no server has ever been given.
     *
     * @return the first of {@code count} consecutive numbers
     */
    long takeNumbers(int count) throws IOException;
}
