/**
 * How sure a figure is: {@link dev.muxbench.results.statistics.Median} of some trials with its interval, and the
 * {@link dev.muxbench.results.statistics.Shift} between two of them, of whatever distribution. An experiment of epochs has means of many
 * blocks, which are close to normal: the ratios of its contestants are those of
 * {@link dev.muxbench.results.statistics.RandomizedBlocks}.
 *
 * <p>Threads: any, all of it is immutable.
 */
@NullMarked
package dev.muxbench.results.statistics;

import org.jspecify.annotations.NullMarked;
