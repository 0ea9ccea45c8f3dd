/**
 * The {@code nio} backend: JDK selectors (epoll on Linux), one event loop per I/O thread.
 *
 * <p>{@link dev.muxbench.nio.NioEventLoop} reads as the list of a turn's steps; {@link dev.muxbench.nio.NioConnection} is one
 * socket on it; {@link dev.muxbench.nio.NioAcceptor} takes new connections on the first loop and hands each to the loop that
 * has the fewest.
 *
 * <p>Threads: one platform thread per loop, which makes all calls for its connections. The loops share nothing but the queues
 * through which the acceptor hands connections over.
 */
@NullMarked
package dev.muxbench.nio;

import org.jspecify.annotations.NullMarked;
