/**
 * The load generator: clients by the thousand that check every line they receive.
 *
 * <p>{@link dev.muxbench.load.LoadRun} does what a {@link dev.muxbench.load.plan.LoadPlan} says, and returns a
 * {@link dev.muxbench.load.judge.LoadReport} with a {@link dev.muxbench.load.judge.Verdict} on its own worth. Its packages are layers;
 * each knows those before it only: net and text, protocol, plan, schedule, record and population, verify, judge, client, attack, and
 * this one, which runs them.
 *
 * <p>Time is {@link System#nanoTime()}; latency runs from the instant at which a line was due, not from when it was written, so
 * that a server that stalls the sender cannot hide it (no coordinated omission).
 *
 * <p>Threads: a {@link dev.muxbench.load.Worker} owns its network, clients, histograms and counters. Workers share a
 * {@link dev.muxbench.load.verify.Ledger} and a few counters.
 */
@NullMarked
package dev.muxbench.load;

import org.jspecify.annotations.NullMarked;
