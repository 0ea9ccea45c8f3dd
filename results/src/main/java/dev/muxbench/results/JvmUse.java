package dev.muxbench.results;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A HotSpot JVM's own work since its start, read from its perf memory: a file in {@code /tmp} that jstat(1) reads, too.
 * Reading it costs that JVM nothing. The layout is {@code PerfMemoryPrologue} and {@code PerfDataEntry} in HotSpot's
 * perfMemory.hpp, version 2.0.
 *
 * <p>The collector's pauses are read from its log instead, because Shenandoah's counters take concurrent work for
 * pauses.
 *
 * @param compileNanos   elapsed time, not CPU time, that all compiler threads together have worked
 * @param safepoints     number of times that all threads had to stop
 * @param safepointNanos time that threads were stopped or waited for others to stop; includes the collector's pauses
 */
public record JvmUse(long compileNanos, long safepoints, long safepointNanos) {
    private static final int MAGIC = 0xcafec0c0; // big-endian on every machine
    private static final int VERSION = 2;
    private static final int BYTE_ORDER_AT = 4;
    private static final int VERSION_AT = 5;
    private static final int FIRST_ENTRY_AT = 24; // offset of the first entry; the number of entries follows
    private static final int NAME_AT = 4; // relative to the entry
    private static final int TYPE_AT = 12;
    private static final int DATA_AT = 16; // holds an offset relative to the entry

    /**
     * Returns the values so far; null if the process is no HotSpot JVM, is another user's, or runs with
     * {@code -XX:-UsePerfData}.
     */
    public static @Nullable JvmUse of(ProcessHandle process) {
        var file = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"), String.valueOf(process.pid()));
        try {
            return of(numbers(ByteBuffer.wrap(Files.readAllBytes(file))));
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException e) {
            return null; // the JVM may have just begun to write it
        }
    }

    private static @Nullable JvmUse of(Map<String, Long> numbers) {
        var frequency = numbers.get("sun.os.hrt.frequency");
        var compile = numbers.get("java.ci.totalTime");
        var safepoints = numbers.get("sun.rt.safepoints");
        var reaching = numbers.get("sun.rt.safepointSyncTime");
        var within = numbers.get("sun.rt.safepointTime");
        if (frequency == null || compile == null || safepoints == null || reaching == null || within == null) {
            return null;
        }
        double nanos = 1e9 / frequency;
        return new JvmUse((long) (compile * nanos), safepoints, (long) ((reaching + within) * nanos));
    }

    /** Returns the counters by name; empty if the file has another layout. */
    private static Map<String, Long> numbers(ByteBuffer memory) {
        var numbers = new HashMap<String, Long>();
        if (memory.getInt(0) != MAGIC || memory.get(VERSION_AT) != VERSION) {
            return numbers;
        }
        memory.order(memory.get(BYTE_ORDER_AT) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int entry = memory.getInt(FIRST_ENTRY_AT);
        for (int left = memory.getInt(FIRST_ENTRY_AT + Integer.BYTES); left > 0; left--) {
            if (memory.get(entry + TYPE_AT) == 'J') {
                int name = entry + memory.getInt(entry + NAME_AT);
                numbers.put(text(memory, name), memory.getLong(entry + memory.getInt(entry + DATA_AT)));
            }
            entry += memory.getInt(entry);
        }
        return numbers;
    }

    private static String text(ByteBuffer memory, int from) {
        int to = from;
        while (memory.get(to) != 0) {
            to++;
        }
        return StandardCharsets.UTF_8.decode(memory.slice(from, to - from)).toString();
    }
}
