/**
 * What is to be done to a server: who connects, who sends when, and what. Nothing here does anything.
 */
@NullMarked
package dev.muxbench.load.plan;

import org.jspecify.annotations.NullMarked;
