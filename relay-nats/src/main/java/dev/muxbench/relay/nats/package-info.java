/**
 * A cluster whose servers communicate through NATS with JetStream: its stream, its buckets, its subjects. Subjects
 * begin with {@code muxbench.} and the cluster's name, the stream and the buckets with {@code muxbench_} and that name.
 */
@NullMarked
package dev.muxbench.relay.nats;

import org.jspecify.annotations.NullMarked;
