/**
 * The {@code muxbench} command: finds the sub-command, reads its command line, and turns its outcome into an exit code.
 *
 * <p>Exit codes: 0 done, 1 failure, 2 wrong usage; {@code load} and {@code run} add 3 (deliveries were lost, doubled, reordered
 * or damaged) and 4 (the measurement is not to be trusted).
 *
 * <p>Each group of commands has a package below: {@code serve}, {@code load}, {@code run} and {@code chat}. They share {@code option},
 * how the value of an option is read, {@code console}, what a terminal sees, {@code http} and {@code logs}. Nothing outside of this module
 * prints. The packages form no cycle.
 */
@NullMarked
package dev.muxbench.cli;

import org.jspecify.annotations.NullMarked;
