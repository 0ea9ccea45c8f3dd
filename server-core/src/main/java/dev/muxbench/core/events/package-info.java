/**
 * What the core does, as events for JDK Flight Recorder: who comes and goes, what is published and flushed, who has to wait.
 *
 * <p>All are off until a recording asks for them by name, and cost nothing until then: the JVM makes {@code isEnabled()} of an
 * event that nobody records a constant. How to record is in docs/operations.md.
 *
 * <p>Threads: those of a session's loop.
 */
@NullMarked
package dev.muxbench.core.events;

import org.jspecify.annotations.NullMarked;
