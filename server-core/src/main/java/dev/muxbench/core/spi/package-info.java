/**
 * The cut between the chat core and a backend, at bytes: the backend accepts, reads, writes and closes; all else is core.
 *
 * <p>A backend implements {@link dev.muxbench.core.spi.BackendProvider} (found by {@code ServiceLoader}),
 * {@link dev.muxbench.core.spi.Backend}, {@link dev.muxbench.core.spi.Connection} and
 * {@link dev.muxbench.core.spi.Waker}. It drives {@link dev.muxbench.core.IoLoop} and {@link dev.muxbench.core.Session}.
 *
 * <p>Threads: every call for one connection, in either direction, is made on the thread of the connection's loop and never
 * from inside another call for the same loop. A backend whose connections have threads of their own gives each connection
 * a loop of its own and makes the calls under that loop's lock. Only {@link dev.muxbench.core.spi.Waker#wake()} comes from
 * other threads.
 */
@NullMarked
package dev.muxbench.core.spi;

import org.jspecify.annotations.NullMarked;
