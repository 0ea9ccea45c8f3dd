/**
 * The backends {@code virtual-threads} and {@code platform-threads}: a reader and a writer for each connection, on plain blocking
 * channels.
 *
 * <p>{@link dev.muxbench.blocking.BlockingConnection} is one connection with a loop of the core for itself, whose turns its threads
 * make under its lock; nothing waits with the lock held. {@link dev.muxbench.blocking.Ticker} makes the turns that are due when
 * both threads wait for the socket. {@link dev.muxbench.blocking.WakeUps} wakes the many writers of a room in parts, and
 * {@link dev.muxbench.blocking.Work} lets all others go first now and then. The two backends differ in their threads, and in how
 * these give way.
 *
 * <p>Threads: two for each connection, an acceptor, a ticker.
 */
@NullMarked
package dev.muxbench.blocking;

import org.jspecify.annotations.NullMarked;
