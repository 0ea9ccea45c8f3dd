/**
 * How a server is, and what it has done.
 *
 * <p>Threads: any; only what is still being counted belongs to one loop.
 */
@NullMarked
package dev.muxbench.core.status;

import org.jspecify.annotations.NullMarked;
