/**
 * Servers that form one chat, over any transport. Lines go through a {@link dev.muxbench.relay.Stream} that keeps them,
 * other messages are {@link dev.muxbench.relay.Signals} that may be lost, and what the servers must agree on is in a
 * {@link dev.muxbench.relay.Registry}. {@link dev.muxbench.relay.ClusterRelay} puts the parts together.
 *
 * <p>Path of a line: {@link dev.muxbench.relay.Outbox} (numbers, window, repetition) → stream →
 * {@link dev.muxbench.relay.Incoming} (order, duplicates, gaps) of every other server → the room's log.
 */
@NullMarked
package dev.muxbench.relay;

import org.jspecify.annotations.NullMarked;
