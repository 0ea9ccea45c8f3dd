/**
 * A search for ways around the laws of overload. An adversary does what a client may do, at random moments, and the
 * honest members of its rooms must not suffer from it.
 *
 * <p>Only {@link dev.muxbench.testkit.search.BoundedSocket} and {@link dev.muxbench.testkit.search.SearchedServer}
 * call the core, and only what a backend calls.
 *
 * <p>Threads: one for each search. Everything follows from its seed.
 */
@NullMarked
package dev.muxbench.testkit.search;

import org.jspecify.annotations.NullMarked;
