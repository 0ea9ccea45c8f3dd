/**
 * The load generator's sockets: non-blocking TCP connections and the wait for them.
 *
 * <p>A {@link dev.muxbench.load.net.Network} belongs to one worker. {@link dev.muxbench.load.net.EpollNetwork} calls the kernel of
 * Linux directly, {@link dev.muxbench.load.net.JdkNetwork} goes through {@link java.nio.channels.Selector} and works everywhere:
 * the same readiness, the same errors, at a different price. {@link dev.muxbench.load.net.TlsNetwork} encrypts what goes over either,
 * and shares only its configuration with a server.
 */
@NullMarked
package dev.muxbench.load.net;

import org.jspecify.annotations.NullMarked;
