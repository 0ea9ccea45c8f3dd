package dev.muxbench.results.compare;

import java.util.List;
import java.util.Map;

/**
 * What a comparison needs of a run.
 *
 * @param source      its path
 * @param backend     the only one that was asked for; empty for all
 * @param verdict     VALID or another; empty if the file says nothing about it
 * @param environment names to values; empty if unknown
 * @param series      in the run's order
 * @param notCompared lines about what the file has besides
 */
public record Run(
        String source,
        String backend,
        String verdict,
        Map<String, String> environment,
        List<Series> series,
        List<String> notCompared) {

    /** Nothing is known against its figures. */
    public boolean isSound() {
        return verdict.isEmpty() || verdict.equals("VALID");
    }

    /** Returns the name that the user gave. */
    String title() {
        return backend.isEmpty() ? source : source + "@" + backend;
    }
}
