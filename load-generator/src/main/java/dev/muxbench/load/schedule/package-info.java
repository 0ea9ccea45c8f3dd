/**
 * When things are due: timetables, rates, and how long to wait.
 */
@NullMarked
package dev.muxbench.load.schedule;

import org.jspecify.annotations.NullMarked;
