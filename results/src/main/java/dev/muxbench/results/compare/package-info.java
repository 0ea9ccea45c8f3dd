/**
 * Two runs side by side: {@link dev.muxbench.results.compare.RunReader} reads them, {@link dev.muxbench.results.compare.JmhFile} those of
 * JMH, and {@link dev.muxbench.results.compare.Comparison} says which of their differences are shown by the trials.
 *
 * <p>Threads: any, what it hands out is immutable.
 */
@NullMarked
package dev.muxbench.results.compare;

import org.jspecify.annotations.NullMarked;
