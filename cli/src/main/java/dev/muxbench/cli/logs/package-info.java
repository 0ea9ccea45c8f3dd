/**
 * Logs: on stderr, one line an event, as text or JSON; repetitions are counted, and nothing that is logged can forge a line or
 * steer a terminal. Set up in code, as reading a file would cost a tenth of a second at each start.
 *
 * <p>An event goes through {@link dev.muxbench.cli.logs.RepeatLimit}, a queue that never makes anybody wait, and
 * {@link dev.muxbench.cli.logs.TextLines} or {@link dev.muxbench.cli.logs.JsonLines}.
 *
 * <p>Threads: any log; one writes.
 */
@NullMarked
package dev.muxbench.cli.logs;

import org.jspecify.annotations.NullMarked;
