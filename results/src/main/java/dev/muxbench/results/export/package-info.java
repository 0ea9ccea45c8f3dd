/**
 * A run's figures in the formats of other tools: {@link dev.muxbench.results.export.Export} writes them.
 *
 * <p>Threads: one for each export.
 */
@NullMarked
package dev.muxbench.results.export;

import org.jspecify.annotations.NullMarked;
