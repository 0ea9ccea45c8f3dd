/**
 * How sure a figure is: {@link dev.muxbench.results.statistics.Median} of some trials with its interval, and the
 * {@link dev.muxbench.results.statistics.Shift} between two of them. No distribution is assumed anywhere.
 *
 * <p>Threads: any, all of it is immutable.
 */
@NullMarked
package dev.muxbench.results.statistics;

import org.jspecify.annotations.NullMarked;
