/**
 * The cut between one server and the others that form one chat with it: what the core asks of a {@link dev.muxbench.core.relay.Relay},
 * and what a relay asks of the core ({@link dev.muxbench.core.relay.JoinedChat}). Knows no network.
 *
 * <p>Threads: any.
 */
@NullMarked
package dev.muxbench.core.relay;

import org.jspecify.annotations.NullMarked;
