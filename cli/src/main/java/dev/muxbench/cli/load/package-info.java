/**
 * {@code muxbench load} beyond the load itself: what it leaves behind, and many of it.
 *
 * <p>{@link dev.muxbench.cli.load.Load} is one load, by this process ({@link dev.muxbench.cli.load.LocalLoad}) or by several
 * ({@link dev.muxbench.cli.load.ParallelLoad}, which talks to {@link dev.muxbench.cli.load.PartProcess}es in
 * {@link dev.muxbench.cli.load.PartMessage}s). {@link dev.muxbench.cli.load.LoadFolder} writes the folder of one,
 * {@link dev.muxbench.cli.load.Merge} makes one of the folders of several parts.
 *
 * <p>Threads: the main thread runs the load and is told how it goes on; {@link dev.muxbench.cli.load.Load#stop()} comes from the
 * shutdown thread.
 */
@NullMarked
package dev.muxbench.cli.load;

import org.jspecify.annotations.NullMarked;
