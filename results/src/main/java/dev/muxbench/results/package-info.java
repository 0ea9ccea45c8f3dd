/**
 * The results of a run: a folder that people and programs can read, however the run ended.
 *
 * <p>{@link dev.muxbench.results.RunFolder} writes {@code manifest.json}, {@code environment.json},
 * {@code verdict.json} and, for each trial, interval histograms, a time series and the server's log.
 * {@link dev.muxbench.results.Environment} describes the machine, {@link dev.muxbench.results.ProcessUse} what a server
 * has used.
 *
 * <p>Threads: a folder belongs to the thread that writes it; the rest has no state.
 */
@NullMarked
package dev.muxbench.results;

import org.jspecify.annotations.NullMarked;
