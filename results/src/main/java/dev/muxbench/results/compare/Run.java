package dev.muxbench.results.compare;

import java.util.List;
import java.util.Map;

/**
 * What a comparison needs of a run.
 *
 * @param source      as the user named it
 * @param verdict     VALID or another; empty if the file says nothing about it
 * @param environment names to values; empty if unknown
 * @param series      in the run's order
 */
public record Run(String source, String verdict, Map<String, String> environment, List<Series> series) {}
