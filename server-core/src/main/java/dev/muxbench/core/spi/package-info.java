/**
 * The cut between the chat core and a backend, at bytes, in both directions. A backend accepts, reads, writes and closes; everything else
 * is core. Anyone who writes a backend must read this package and nothing else of the core.
 *
 * <p>A backend implements {@link dev.muxbench.core.spi.BackendProvider} (found by {@code ServiceLoader}),
 * {@link dev.muxbench.core.spi.Backend}, {@link dev.muxbench.core.spi.Connection} and {@link dev.muxbench.core.spi.Waker}. It calls
 * {@link dev.muxbench.core.spi.Server}, {@link dev.muxbench.core.spi.Loop} and {@link dev.muxbench.core.spi.Inbound}.
 *
 * <p>Thread law: every call for one connection, in either direction, is made on the thread of the connection's loop and never from inside
 * another call for the same loop. A backend whose connections have threads of their own gives each connection a loop of its own and
 * makes the calls under a lock of that loop. Only {@link dev.muxbench.core.spi.Waker#wake()} comes from other threads.
 *
 * <p>Failure law: everything that a thread of the backend does not expect goes to {@link dev.muxbench.core.spi.Server#fail}, which ends the
 * process, because a loop that has ended would leave its clients waiting for ever.
 */
@NullMarked
package dev.muxbench.core.spi;

import org.jspecify.annotations.NullMarked;
