/**
 * The values that options have, and how each is read from text: sizes, times, rates, ranges; and what is said of a value that cannot be
 * read.
 *
 * <p>Threads: any.
 */
@NullMarked
package dev.muxbench.cli.option;

import org.jspecify.annotations.NullMarked;
