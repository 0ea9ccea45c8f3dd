/**
 * Comparison of two runs: {@link dev.muxbench.results.compare.RunReader} reads runs,
 * {@link dev.muxbench.results.compare.JmhFile} JMH's results, and {@link dev.muxbench.results.compare.Comparison} says
 * which differences the trials show.
 *
 * <p>Threads: any, because all returned objects are immutable.
 */
@NullMarked
package dev.muxbench.results.compare;

import org.jspecify.annotations.NullMarked;
