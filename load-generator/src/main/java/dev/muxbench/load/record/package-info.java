/**
 * What a worker measures, and who is told of it.
 */
@NullMarked
package dev.muxbench.load.record;

import org.jspecify.annotations.NullMarked;
