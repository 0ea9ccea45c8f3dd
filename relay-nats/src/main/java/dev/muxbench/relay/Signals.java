package dev.muxbench.relay;

/** Tells all other servers something, which may be lost. Threads: any; does not wait. */
@FunctionalInterface
public interface Signals {
    void broadcast(byte[] signal);
}
