/**
 * The core's side of one I/O thread: its turns, its inbox, its clocks, and how all loops of a server stop together.
 *
 * <p>A loop sees sessions as {@link dev.muxbench.core.loop.LoopSession} and rooms as {@link dev.muxbench.core.loop.LoopRoom}.
 *
 * <p>Threads: each loop has one; {@link dev.muxbench.core.loop.Loops} and what goes into an {@link dev.muxbench.core.loop.Inbox} are for any.
 */
@NullMarked
package dev.muxbench.core.loop;

import org.jspecify.annotations.NullMarked;
