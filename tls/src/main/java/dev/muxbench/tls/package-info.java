/**
 * TLS 1.3 and 1.2 by the JDK's engine: for servers and clients certificates and keys from PEM files, and who is trusted; for servers the
 * engine's turns between what is said and what is on the wire.
 *
 * <p>{@link dev.muxbench.tls.TlsSource} is what a server is started with; it reads its files anew when they change.
 * {@link dev.muxbench.tls.ClientTls} is the same for clients. {@link dev.muxbench.tls.TlsStream} is one connection of a server; it knows
 * no socket, only a {@link dev.muxbench.tls.TlsStream.Wire}.
 *
 * <p>Threads: as each class says.
 */
@NullMarked
package dev.muxbench.tls;

import org.jspecify.annotations.NullMarked;
