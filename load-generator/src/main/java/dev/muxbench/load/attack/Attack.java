package dev.muxbench.load.attack;

import java.io.IOException;

/** An attack of some of one worker's clients on the server. Threads: its worker's. */
interface Attack {
    /** Does what is due. Returns when to do so again. */
    long onTurn(long nowNanos) throws IOException;

    /** The measured time is over: what they are behind by is to be verified. May be told more than once. */
    default void release() throws IOException {}
}
