/**
 * How a server is set up: its limits, and the most memory that it needs with them.
 *
 * <p>Threads: any; nothing here changes.
 */
@NullMarked
package dev.muxbench.core.config;

import org.jspecify.annotations.NullMarked;
