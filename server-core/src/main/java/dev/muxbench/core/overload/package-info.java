/**
 * The measures of overload: the time and the progress that count, budgets and rates. This package knows neither rooms nor sessions. The
 * packages {@code room} and {@code session} say which client is measured, and close the clients that must be closed.
 *
 * <p>Threads: one loop's, but for what a room guards by a lock of its own.
 */
@NullMarked
package dev.muxbench.core.overload;

import org.jspecify.annotations.NullMarked;
