/**
 * Every contestant's server in a process of its own, one after the other and round after round, under the same load.
 *
 * <p>{@link dev.muxbench.experiment.Experiment} is the list of steps, {@link dev.muxbench.experiment.Contestant} who is compared,
 * {@link dev.muxbench.experiment.ServerProcess} a server in its own process, {@link dev.muxbench.experiment.Agent} what starts one on
 * another machine, {@link dev.muxbench.experiment.TrialRecorder} what is
 * written while a trial runs.
 *
 * <p>Threads: the main thread runs the experiment; {@link dev.muxbench.experiment.Experiment#stop()} comes from the shutdown thread.
 */
@NullMarked
package dev.muxbench.experiment;

import org.jspecify.annotations.NullMarked;
