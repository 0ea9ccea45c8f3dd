/**
 * Whom a line is for: rooms, their members, and the cursors of all connections that a room's log is kept for.
 *
 * <p>A room sees sessions as {@link dev.muxbench.core.room.RoomSession}, and what they are sent as
 * {@link dev.muxbench.core.room.LogReader}.
 *
 * <p>Threads: a {@link dev.muxbench.core.room.RoomShare} belongs to a loop; all else is for any.
 */
@NullMarked
package dev.muxbench.core.room;

import org.jspecify.annotations.NullMarked;
