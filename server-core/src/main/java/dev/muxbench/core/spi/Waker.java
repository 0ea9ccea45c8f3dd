package dev.muxbench.core.spi;

/** Ends a loop's sleep. Threads: called by any, at most once per sleep. */
@FunctionalInterface
public interface Waker {
    void wake();
}
