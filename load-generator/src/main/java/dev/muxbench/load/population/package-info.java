/**
 * Who is in which room and does what, and how many have to receive a line while clients come and go.
 */
@NullMarked
package dev.muxbench.load.population;

import org.jspecify.annotations.NullMarked;
