/**
 * What is made from the options of the commands while the archive is built, so that it cannot say anything else: man pages, completion
 * for shells, an example of a configuration. Not part of the archive.
 *
 * <p>Threads: one.
 */
@NullMarked
package dev.muxbench.distribution;

import org.jspecify.annotations.NullMarked;
