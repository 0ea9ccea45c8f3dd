/**
 * The JMH suite: what single steps cost ({@link dev.muxbench.benchmarks.MicroBenchmark}), each beside the naive way to do the same,
 * and what a whole server does on loopback ({@link dev.muxbench.benchmarks.ServerBenchmark}), the same code for every backend.
 *
 * <p>{@link dev.muxbench.benchmarks.Main} runs it: JMH's own command line, and a failed benchmark is a failed command.
 *
 * <p>Threads: JMH's. The clients of a server benchmark are driven by the thread that measures.
 */
@NullMarked
package dev.muxbench.benchmarks;

import org.jspecify.annotations.NullMarked;
