package dev.muxbench.results.compare;

import java.util.List;

/**
 * The values of one figure, one for each trial.
 *
 * @param name           what was measured: backend, clients, scenario and figure, or benchmark and parameters
 * @param unit           for people
 * @param higherIsBetter else lower is
 * @param value          the one to show: percentiles of all trials merged, else the median
 * @param values         in the order of the trials; finite
 * @param rounds         of the trials; in JMH's case just numbers
 */
public record Series(
        String name, String unit, boolean higherIsBetter, double value, List<Double> values, List<Integer> rounds) {}
