/**
 * What {@code serve --admin} shows of a running server: metrics for Prometheus, whether it is alive and ready, its sessions.
 *
 * <p>Reads the server from outside, by {@link dev.muxbench.core.ChatServer#status}: the loops answer themselves, and nothing of
 * it is on their way when nobody asks.
 *
 * <p>Threads: those of the {@link dev.muxbench.cli.HttpEndpoint}.
 */
@NullMarked
package dev.muxbench.cli.admin;

import org.jspecify.annotations.NullMarked;
