package dev.muxbench.results.compare;

import java.util.List;
import java.util.Map;

/**
 * The data of a run that a comparison needs.
 *
 * @param source      path of the run
 * @param backend     the one backend to compare; empty for all
 * @param verdict     VALID or another verdict; empty if unknown
 * @param environment names to values; empty if unknown
 * @param series      in the run's order
 * @param notCompared lines about results that the file has but that are not compared
 */
public record Run(
        String source,
        String backend,
        String verdict,
        Map<String, String> environment,
        List<Series> series,
        List<String> notCompared) {

    /** True if nothing is known against the figures. */
    public boolean isSound() {
        return verdict.isEmpty() || verdict.equals("VALID");
    }

    /** Returns the run as the user has named it. */
    String title() {
        return backend.isEmpty() ? source : source + "@" + backend;
    }
}
