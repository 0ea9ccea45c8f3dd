package dev.muxbench.relay;

import dev.muxbench.core.relay.Relay.Claim;
import java.io.IOException;

/** The facts that the servers of a cluster must agree on. Threads: any; a caller waits for the answer. */
public interface Registry {
    /**
     * Renews this server's lease.
     *
     * @param position in the stream up to which this server has read it
     * @throws IOException if it is not known to be renewed
     */
    void renewLease(long position) throws IOException;

    /** Ends this server's lease, and with it its claims. */
    void endLease() throws IOException;

    /** @throws IOException if it is not known */
    Claim claim(String nickKey) throws IOException;

    /** Ends a claim of this server, if it has it. */
    void release(String nickKey) throws IOException;

    /**
     * Takes numbers that no server has ever been given.
     *
     * @return the first of them
     */
    long takeNumbers(int count) throws IOException;
}
