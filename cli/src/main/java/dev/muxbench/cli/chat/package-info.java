/**
 * {@code muxbench chat}: the client for people and pipes.
 *
 * <p>{@link dev.muxbench.cli.chat.Link} is the connection, kept up; {@link dev.muxbench.cli.chat.TerminalChat} is the chat on a
 * terminal, {@link dev.muxbench.cli.chat.LineChat} the one over pipes and dumb terminals. A received byte goes through
 * {@link dev.muxbench.cli.chat.LineDecoder}, {@link dev.muxbench.cli.console.SafeText} and
 * {@link dev.muxbench.cli.chat.ServerLine}. It talks to any server of the protocol and trusts none: everything is bounded and
 * made harmless here, too.
 *
 * <p>Threads: the main thread types (on a terminal) or waits (else); the link's own virtual thread connects, reads and shows. Over
 * pipes a third one reads standard input, because nothing can interrupt that.
 */
@NullMarked
package dev.muxbench.cli.chat;

import org.jspecify.annotations.NullMarked;
