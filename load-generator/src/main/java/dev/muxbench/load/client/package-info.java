/**
 * Clients: how they get in, send, leave and come back.
 */
@NullMarked
package dev.muxbench.load.client;

import org.jspecify.annotations.NullMarked;
