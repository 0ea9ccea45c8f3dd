package dev.muxbench.load;

/**
 * Clients that do more, or less, than to receive. None of them sends.
 *
 * @param slowReaders        how many of the clients read slowly
 * @param slowBytesPerSecond what each of these reads at most, until the measured time is over
 * @param joinsPerSecond     open loop: how often a client leaves and comes back, of those that neither send nor read slowly; 0 if
 *                           all stay
 */
public record Population(int slowReaders, long slowBytesPerSecond, double joinsPerSecond) {
    public static final long DEFAULT_SLOW_BYTES_PER_SECOND = 10 << 10;

    /** Everybody stays, and reads as fast as it can. */
    public static final Population STEADY = new Population(0, DEFAULT_SLOW_BYTES_PER_SECOND, 0);
}
