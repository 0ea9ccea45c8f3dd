/**
 * Servers that the backends are compared with: each is one end of the scale. {@link dev.muxbench.peers.ChannelGroupChat} is a chat as
 * it is usually written, {@link dev.muxbench.peers.KernelLimit} what the kernel alone takes for the same deliveries. Both speak as
 * much of the chat protocol as the load generator needs, and share no code with the backends.
 *
 * <p>Threads: each has its own; whoever starts one may close it from any thread.
 */
@NullMarked
package dev.muxbench.peers;

import org.jspecify.annotations.NullMarked;
