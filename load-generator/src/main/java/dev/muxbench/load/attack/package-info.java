/**
 * Clients that do harm, or less than they should: slow and stuck readers, floods, lines that never end, resets.
 */
@NullMarked
package dev.muxbench.load.attack;

import org.jspecify.annotations.NullMarked;
