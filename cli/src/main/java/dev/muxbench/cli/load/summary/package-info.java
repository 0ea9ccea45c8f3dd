/**
 * What a load has shown: in words, for people ({@link dev.muxbench.cli.load.summary.LoadSummary}), and as a map, for JSON
 * ({@link dev.muxbench.cli.load.summary.LoadMap}).
 *
 * <p>Threads: the command's.
 */
@NullMarked
package dev.muxbench.cli.load.summary;

import org.jspecify.annotations.NullMarked;
