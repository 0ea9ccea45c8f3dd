package dev.muxbench.results;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the CPU time of any process with clock_gettime(2) on Linux, in nanoseconds. The JDK's value for another process
 * has steps of 10 ms, which is 2 % of half a second.
 *
 * <p>Threads: any.
 */
final class CpuClock {
    private static final int WHOLE_PROCESS = 2; // CPUCLOCK_SCHED, as in clock_getcpuclockid(3)
    private static final @Nullable MethodHandle CLOCK_GETTIME = clockGettime();

    private CpuClock() {}

    @SuppressWarnings("restricted") // a call of native code; the launcher allows it
    private static @Nullable MethodHandle clockGettime() {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("clock_gettime")
                .map(function -> linker.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS)))
                .orElse(null);
    }

    /** Returns the CPU time used so far; empty on other systems, or if the process has gone. */
    static OptionalLong nanos(long pid) {
        if (CLOCK_GETTIME == null) {
            return OptionalLong.empty();
        }
        int clock = ~(int) pid << 3 | WHOLE_PROCESS;
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(JAVA_LONG, 2); // struct timespec
            int failed = (int) CLOCK_GETTIME.invokeExact(clock, time);
            return failed != 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + time.getAtIndex(JAVA_LONG, 1));
        } catch (Throwable e) {
            throw new AssertionError("clock_gettime throws nothing", e);
        }
    }
}
