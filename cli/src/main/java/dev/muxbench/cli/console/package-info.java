/**
 * What a command does at a terminal, whichever command it is: it prints a table or one line of progress, hears signals, makes foreign text
 * harmless, and says in one line why it failed.
 *
 * <p>Threads: as each class says.
 */
@NullMarked
package dev.muxbench.cli.console;

import org.jspecify.annotations.NullMarked;
