/**
 * Two runs side by side: {@link dev.muxbench.results.compare.RunReader} reads them, {@link dev.muxbench.results.compare.Comparison}
 * says which of their differences are shown by the trials, and {@link dev.muxbench.results.compare.RankSum} how sure that is.
 *
 * <p>Threads: any, all of it is immutable.
 */
@NullMarked
package dev.muxbench.results.compare;

import org.jspecify.annotations.NullMarked;
