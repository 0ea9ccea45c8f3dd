/**
 * A cluster whose servers talk through NATS with JetStream: its stream, its buckets, its subjects. All names begin with {@code muxbench.}
 * and the cluster's name.
 */
@NullMarked
package dev.muxbench.relay.nats;

import org.jspecify.annotations.NullMarked;
