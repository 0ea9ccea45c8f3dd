package dev.muxbench.load.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread has waited for a core although it had something to do: run_delay in /proc/PID/task/TID/schedstat (Linux,
 * Documentation/scheduler/sched-stats.rst).
 *
 * <p>Threads: any; {@link #ofThisThread()} by the one that is looked at.
 */
public final class CoreWait {
    private static final int DELAY_COLUMN = 1;

    private final @Nullable Path statistics; // null where there are none

    CoreWait(@Nullable Path statistics) {
        this.statistics = statistics;
    }

    public static CoreWait ofThisThread() {
        var proc = Path.of("/proc");
        try {
            return new CoreWait(proc.resolve(Files.readSymbolicLink(proc.resolve("thread-self")))
                    .resolve("schedstat"));
        } catch (IOException | UnsupportedOperationException e) {
            return new CoreWait(null);
        }
    }

    /** Since the thread began; empty where it cannot be told, or when the thread has ended. */
    public OptionalLong nanos() {
        if (statistics == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(statistics).strip().split(" ")[DELAY_COLUMN]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return OptionalLong.empty();
        }
    }
}
