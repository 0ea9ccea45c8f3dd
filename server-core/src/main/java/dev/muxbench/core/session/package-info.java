/**
 * One client: its input, its output, its room and its end.
 *
 * <p>Threads: those of the session's loop; what all sessions share ({@link dev.muxbench.core.session.SessionContext}) is for any.
 */
@NullMarked
package dev.muxbench.core.session;

import org.jspecify.annotations.NullMarked;
