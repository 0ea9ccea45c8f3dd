/**
 * Whether every delivery is what it has to be: intact, once, in order, to whom it belongs.
 */
@NullMarked
package dev.muxbench.load.verify;

import org.jspecify.annotations.NullMarked;
