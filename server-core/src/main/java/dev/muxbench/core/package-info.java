/**
 * The chat server without its sockets: sessions, rooms, limits, and what a backend drives.
 *
 * <p>A byte's way: {@link dev.muxbench.core.Session#onBytes} → {@code protocol.LineFramer} → {@code log.RoomLog} →
 * {@link dev.muxbench.core.IoLoop#runTurn()} → {@code log.OutboundView} → {@link dev.muxbench.core.spi.Connection#write}.
 *
 * <p>Threads: an {@link dev.muxbench.core.IoLoop}, its sessions and its {@link dev.muxbench.core.RoomShare} belong to one
 * thread (or one lock). {@link dev.muxbench.core.ChatServer}, {@link dev.muxbench.core.Room} and the registry of nicks are
 * shared; they cross threads only to publish, to wake a loop, and to change who is a member.
 */
@NullMarked
package dev.muxbench.core;

import org.jspecify.annotations.NullMarked;
