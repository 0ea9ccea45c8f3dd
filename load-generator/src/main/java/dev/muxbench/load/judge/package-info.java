/**
 * What a run has shown, what the machine was like meanwhile, and what the figures are worth.
 */
@NullMarked
package dev.muxbench.load.judge;

import org.jspecify.annotations.NullMarked;
