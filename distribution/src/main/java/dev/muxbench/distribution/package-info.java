/**
 * Generates files from the commands' options while the archive is built, so that they always agree: man pages, shell
 * completion, an example of a configuration. This package is not part of the archive.
 *
 * <p>Threads: one.
 */
@NullMarked
package dev.muxbench.distribution;

import org.jspecify.annotations.NullMarked;
