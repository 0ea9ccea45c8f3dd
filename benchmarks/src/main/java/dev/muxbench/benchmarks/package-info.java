/**
 * The JMH suite. {@link dev.muxbench.benchmarks.MicroBenchmark} measures single steps, each compared with the naive
 * way, and {@link dev.muxbench.benchmarks.ServerBenchmark} whole servers on loopback, with the same code for every
 * backend.
 *
 * <p>{@link dev.muxbench.benchmarks.Main} runs it with JMH's own command line; the command fails if a benchmark fails.
 *
 * <p>Threads: those of JMH. The thread that measures drives the clients of a server benchmark.
 */
@NullMarked
package dev.muxbench.benchmarks;

import org.jspecify.annotations.NullMarked;
