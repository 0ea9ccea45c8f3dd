/**
 * The wire protocol: received bytes to lines, lines to commands, text that may be shown to others, names that may be
 * taken.
 *
 * <p>A line's way: {@link dev.muxbench.core.protocol.LineFramer} finds it and leaves telnet commands out, {@link
 * dev.muxbench.core.protocol.Command} reads it if it begins with a slash, {@link dev.muxbench.core.protocol.Sanitizer}
 * makes it harmless for terminals, {@link dev.muxbench.core.protocol.Names} judges nicks and room names.
 *
 * <p>Threads: a framer belongs to its connection; all else has no state. docs/protocol.md is the specification.
 */
@NullMarked
package dev.muxbench.core.protocol;

import org.jspecify.annotations.NullMarked;
