/**
 * Who is charged for what: time that counts, progress that counts, budgets and rates. It knows neither rooms nor sessions: the packages
 * {@code room} and {@code session} say who is measured, and close whoever is to be closed.
 *
 * <p>Threads: one loop's, but for what a room guards by a lock of its own.
 */
@NullMarked
package dev.muxbench.core.overload;

import org.jspecify.annotations.NullMarked;
