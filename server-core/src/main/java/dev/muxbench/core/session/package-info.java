/**
 * One client: what it says, what it is sent, where it is, and how it ends.
 *
 * <p>Threads: those of the session's loop; what all sessions share ({@link dev.muxbench.core.session.SessionContext}) is for any.
 */
@NullMarked
package dev.muxbench.core.session;

import org.jspecify.annotations.NullMarked;
