/**
 * How sure a figure is. {@link dev.muxbench.results.statistics.Median} has the interval of one sample and
 * {@link dev.muxbench.results.statistics.Shift} the difference between two, for any distribution. An experiment of
 * epochs has means of many blocks, which are close to normal, so
 * {@link dev.muxbench.results.statistics.RandomizedBlocks} compares its contestants.
 *
 * <p>Threads: any, because all classes are immutable.
 */
@NullMarked
package dev.muxbench.results.statistics;

import org.jspecify.annotations.NullMarked;
