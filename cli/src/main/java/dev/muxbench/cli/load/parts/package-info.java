/**
 * {@link dev.muxbench.cli.load.parts.Load} is one load, by this process ({@link dev.muxbench.cli.load.parts.LocalLoad}) or by several
 * ({@link dev.muxbench.cli.load.parts.ParallelLoad}, which talks to {@link dev.muxbench.cli.load.parts.PartProcess}es in
 * {@link dev.muxbench.cli.load.parts.PartMessage}s).
 *
 * <p>Threads: the main thread runs the load and is told how it goes on; {@link dev.muxbench.cli.load.parts.Load#stop()} comes from the
 * shutdown thread.
 */
@NullMarked
package dev.muxbench.cli.load.parts;

import org.jspecify.annotations.NullMarked;
