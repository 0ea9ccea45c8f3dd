/**
 * Servers that form one chat, whatever carries what they tell each other: lines through a {@link dev.muxbench.relay.Stream} that keeps
 * them, everything else by {@link dev.muxbench.relay.Signals} that may be lost, and what must be agreed on in a
 * {@link dev.muxbench.relay.Registry}. {@link dev.muxbench.relay.ClusterRelay} puts the parts together.
 *
 * <p>A line's way: {@link dev.muxbench.relay.Outbox} (numbers, window, repetition) → stream → {@link dev.muxbench.relay.Incoming} (order,
 * duplicates, gaps) of every other server → its room's log.
 */
@NullMarked
package dev.muxbench.relay;

import org.jspecify.annotations.NullMarked;
