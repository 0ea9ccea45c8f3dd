/**
 * {@code muxbench load}: its options, the scenario files that hold them, one load or the search of a bound, and Ctrl-C.
 *
 * <p>{@link dev.muxbench.cli.load.LoadOptions} are those that a {@link dev.muxbench.cli.load.ScenarioFile} can have, too; so
 * {@code run} reads its scenarios with them.
 *
 * <p>Threads: the command's; {@link dev.muxbench.cli.load.LoadSession} is told of signals by another.
 */
@NullMarked
package dev.muxbench.cli.load;

import org.jspecify.annotations.NullMarked;
