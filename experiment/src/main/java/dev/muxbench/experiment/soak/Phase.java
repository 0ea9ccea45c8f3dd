package dev.muxbench.experiment.soak;

import dev.muxbench.experiment.BackendContestant;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One load with its hardship.
 *
 * @param number from 0
 * @param tls    whether the clients' connections are encrypted
 * @param load   options of {@code load}, without hyphens
 * @param random for the moments of its fault
 */
record Phase(
        long number,
        BackendContestant contestant,
        Hardship hardship,
        boolean tls,
        Map<String, String> load,
        RandomGenerator random) {

    /** Hardship and encryption, as a trial's scenario. */
    String scenario() {
        return hardship.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + (tls ? "-tls" : "");
    }

    int clients() {
        return Integer.parseInt(load.getOrDefault("clients", "0"));
    }

    /** Returns the phase in words. */
    @Override
    public String toString() {
        return contestant.name() + " " + scenario() + ": "
                + load.entrySet().stream()
                        .map(option -> option.getKey() + " " + option.getValue())
                        .collect(Collectors.joining(", "));
    }
}
