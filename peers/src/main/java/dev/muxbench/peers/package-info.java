/**
 * Servers to compare the backends with, one at each end of the scale. {@link dev.muxbench.peers.ChannelGroupChat} is a
 * chat as it is usually written, {@link dev.muxbench.peers.KernelLimit} shows what the kernel alone takes for the same
 * deliveries. Both speak as much of the chat protocol as the load generator needs, and share no code with the backends.
 *
 * <p>Threads: each server has its own, and may be closed from any thread.
 */
@NullMarked
package dev.muxbench.peers;

import org.jspecify.annotations.NullMarked;
