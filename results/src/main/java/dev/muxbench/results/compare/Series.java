package dev.muxbench.results.compare;

import java.util.List;

/**
 * The values of one figure, one for each trial.
 *
 * @param name           what was measured: backend, clients, scenario and figure, or benchmark and parameters
 * @param unit           for people
 * @param higherIsBetter else lower is
 * @param values         in the order of the trials; finite
 */
public record Series(String name, String unit, boolean higherIsBetter, List<Double> values) {}
