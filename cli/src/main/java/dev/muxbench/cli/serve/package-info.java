/**
 * {@code muxbench serve}: the options, the environment and the file it is set by, and the server that it runs until a signal comes.
 *
 * <p>{@link dev.muxbench.cli.serve.ServeCommand} is the command, {@link dev.muxbench.cli.serve.ServeSettings} merges the sources of an
 * option, and {@link dev.muxbench.cli.serve.Backends} alone finds the backends, by {@code ServiceLoader}.
 *
 * <p>Threads: the command's; {@link dev.muxbench.cli.serve.Shutdown} runs on the one of a signal.
 */
@NullMarked
package dev.muxbench.cli.serve;

import org.jspecify.annotations.NullMarked;
