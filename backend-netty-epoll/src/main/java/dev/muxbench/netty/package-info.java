/**
 * The backends on Netty: {@code netty-epoll}, {@code netty-io_uring}, {@code netty-kqueue} and {@code netty-nio}, one
 * implementation on four transports.
 *
 * <p>{@link dev.muxbench.netty.NettyLoop} puts the core's turn around Netty's own: wait, handle events, then one write for each
 * session that has something to send. {@link dev.muxbench.netty.NettyConnection} is the only handler in a channel's pipeline; it
 * passes the log's memory on without a copy, one write at a time. {@link dev.muxbench.netty.NettyAcceptor} hands each new channel
 * to the loop that has the fewest. What differs between the transports is in the four {@link dev.muxbench.netty.NettyProvider}s.
 *
 * <p>Threads: one per loop, which makes all calls for its connections.
 */
@NullMarked
package dev.muxbench.netty;

import org.jspecify.annotations.NullMarked;
