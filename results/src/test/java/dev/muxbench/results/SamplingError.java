package dev.muxbench.results;

import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;

/** How far a share of simulated runs may be from its probability. Threads: any. */
public final class SamplingError {
    private SamplingError() {}

    /** Three standard errors. */
    public static Offset<Double> of(double probability, int runs) {
        return within(3 * Math.sqrt(probability * (1 - probability) / runs));
    }
}
