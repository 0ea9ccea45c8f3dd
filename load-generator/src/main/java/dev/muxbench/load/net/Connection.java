package dev.muxbench.load.net;

import java.io.IOException;

/** One of a {@link Network}'s connections. Nothing blocks. Threads: the network's. */
public interface Connection {
    /** Returns whether there was no need to wait for it: the handler is not told any more. */
    boolean isConnected();

    /**
     * Reads what is there.
     *
     * @return bytes, 0 if there are none now, -1 at the end
     */
    int read(byte[] into, int at, int most) throws IOException;

    /**
     * Drops what is there, as {@link #read} would read it, without copying it where the system can (tcp(7), MSG_TRUNC).
     *
     * @return bytes dropped, 0 if there are none now, -1 at the end
     */
    int discard() throws IOException;

    /**
     * From now on the handler does not hear of fewer bytes, but of the end (SO_RCVLOWAT, socket(7)). Where that cannot be told to the
     * system the handler hears of each as before.
     */
    void setLowWater(int bytes) throws IOException;

    /**
     * Writes what is taken. If that is not all, the handler hears when there is room again.
     *
     * @return bytes taken
     */
    int write(byte[] from, int at, int count) throws IOException;

    /** Keeps bytes, and the end, from the handler from now on. */
    void pauseReading();

    /** The handler hears of bytes again, also of those that are there already. */
    void resumeReading() throws IOException;

    /**
     * From now on the kernel drops whatever comes for it, unanswered, as if its host had vanished (SO_ATTACH_FILTER, socket(7)).
     *
     * @throws UnsupportedOperationException unless {@link Transport#canSilence()}
     */
    void silence() throws IOException;

    /** Closes so that the peer gets a reset (SO_LINGER with no time, socket(7)). */
    void reset();

    /** May be called more than once. */
    void close();
}
