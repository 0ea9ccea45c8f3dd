/**
 * Experiments on servers side by side, each in a process of its own, under the same load.
 *
 * <p>{@link dev.muxbench.experiment.Experiment} is the list of steps, {@link dev.muxbench.experiment.Contestant} a server to
 * compare, {@link dev.muxbench.experiment.ServerProcess} its process, {@link dev.muxbench.experiment.Agent} the starter on another
 * machine, and {@link dev.muxbench.experiment.TrialRecorder} the files of a trial.
 *
 * <p>Threads: the main thread runs the experiment; {@link dev.muxbench.experiment.Experiment#stop()} comes from the shutdown thread.
 */
@NullMarked
package dev.muxbench.experiment;

import org.jspecify.annotations.NullMarked;
