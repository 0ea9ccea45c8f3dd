/**
 * {@code muxbench run} and {@code muxbench soak}, the commands that an experiment starts on this or on another machine, and the commands
 * that read a finished run: {@code report}, {@code compare} and {@code export}.
 *
 * <p>Each reads its options, calls {@code dev.muxbench.experiment} or {@code dev.muxbench.results}, and prints.
 *
 * <p>Threads: the command's.
 */
@NullMarked
package dev.muxbench.cli.run;

import org.jspecify.annotations.NullMarked;
