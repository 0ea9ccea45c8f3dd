/**
 * The contract that every backend passes, on real sockets, and a simulated backend that drives the core without any.
 *
 * <p>A backend's test is a subclass of {@link dev.muxbench.testkit.BackendContract} that names its provider. The contract uses
 * {@link dev.muxbench.testkit.TestServer} and {@link dev.muxbench.testkit.TestClient}, loopback and free ports only; it never sleeps
 * to wait for something, and looks at no clock but to give up. Where it runs is a {@link dev.muxbench.testkit.World}: that of a
 * backend, or the simulated one.
 *
 * <p>Threads: a test's own, and those of the backend under test.
 */
@NullMarked
package dev.muxbench.testkit;

import org.jspecify.annotations.NullMarked;
