package dev.muxbench.core.spi;

/** Tells whether a backend can work here. */
public sealed interface Availability {
    /** @param mechanism what it uses underneath, such as {@code epoll via JDK Selector} */
    record Available(String mechanism) implements Availability {}

    /** @param reason what is missing, in words that a person can act on */
    record Unavailable(String reason) implements Availability {}
}
