package dev.muxbench.relay;

/** Broadcasts signals to all other servers; a signal may be lost. Threads: any; does not wait. */
@FunctionalInterface
public interface Signals {
    void broadcast(byte[] signal);
}
