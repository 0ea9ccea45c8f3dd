/**
 * The broadcast log: every line of a room is encoded once, stored once, and read by all members in place.
 *
 * <p>{@link dev.muxbench.core.log.RoomLog} is a chain of {@link dev.muxbench.core.log.Segment}s of direct memory, taken
 * from a {@link dev.muxbench.core.log.SegmentPool}. A member is a position in that chain, held by its
 * {@link dev.muxbench.core.log.OutboundView}, which also leaves out the member's own lines and inserts the replies that
 * only it receives.
 *
 * <p>Threads: appending needs the log's publish lock, which is taken once per read batch. Reading takes no lock: a
 * reader sees what was published through the release store of {@code Segment.end} and {@code Segment.next}. A view
 * belongs to its connection and is never used by two threads at once. A segment goes back to the pool when its reference
 * count reaches zero, on whichever thread drops the last reference.
 */
@NullMarked
package dev.muxbench.core.log;

import org.jspecify.annotations.NullMarked;
