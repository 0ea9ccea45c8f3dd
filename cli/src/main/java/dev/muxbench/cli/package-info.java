/**
 * The {@code muxbench} command: reads the command line, wires modules together, prints, and turns outcomes into exit codes.
 *
 * <p>Exit codes: 0 done, 1 failure, 2 wrong usage; {@code load} and {@code run} add 3 (deliveries were lost, doubled, reordered
 * or damaged) and 4 (the measurement is not to be trusted).
 *
 * <p>Nothing prints but this package and {@code chat}, and this is the only one that knows concrete backends, by
 * {@code ServiceLoader}.
 */
@NullMarked
package dev.muxbench.cli;

import org.jspecify.annotations.NullMarked;
