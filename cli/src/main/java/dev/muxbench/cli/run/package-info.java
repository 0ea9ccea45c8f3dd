/**
 * {@code muxbench run}: every backend in a JVM of its own, one after the other and round after round, under the same load.
 *
 * <p>{@link dev.muxbench.cli.run.Experiment} is the list of steps, {@link dev.muxbench.cli.run.ServerProcess} a server in its own
 * JVM, {@link dev.muxbench.cli.run.TrialRecorder} what is written while a trial runs, {@link dev.muxbench.cli.run.ResultTable}
 * what people see.
 *
 * <p>Threads: the main thread runs the experiment; {@link dev.muxbench.cli.run.Experiment#stop()} comes from the shutdown thread.
 */
@NullMarked
package dev.muxbench.cli.run;

import org.jspecify.annotations.NullMarked;
