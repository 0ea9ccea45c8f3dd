/**
 * The chat server without its sockets: what holds one, {@link dev.muxbench.core.ChatServer}, and what is told of its failures.
 *
 * <p>Each package knows only those before it: {@code config} and {@code status} (what goes in and what comes out), {@code protocol},
 * {@code log} and {@code events}, {@code overload} (who is charged for what), {@code loop} (one I/O thread), {@code room} (whom a line is
 * for), {@code session} (one client). {@code spi} is the cut towards the backends.
 *
 * <p>A byte's way: {@code session.Session.onBytes} → {@code protocol.LineFramer} → {@code log.RoomLog} → {@code loop.IoLoop.runTurn} →
 * {@code log.OutboundView} → {@link dev.muxbench.core.spi.Connection#write}.
 *
 * <p>Threads: a loop, its sessions and its shares of rooms belong to one thread (or one lock). A room and the registries are shared;
 * they cross threads only to publish, to wake a loop, and to change who is a member.
 */
@NullMarked
package dev.muxbench.core;

import org.jspecify.annotations.NullMarked;
