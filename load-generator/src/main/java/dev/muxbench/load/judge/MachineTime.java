package dev.muxbench.load.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * CPU time of the whole machine since it was started, as proc_stat(5) has it; zeros where it cannot be told.
 *
 * <p>Threads: any.
 *
 * @param stealTicks of 10 ms, over all cores, that the hypervisor has given to others
 * @param idleTicks  likewise, in which there was nothing to do
 * @param allTicks   likewise, whatever they were spent on
 */
public record MachineTime(long stealTicks, long idleTicks, long allTicks) {
    private static final int IDLE_COLUMN = 4;
    private static final int STEAL_COLUMN = 8; // of the line "cpu"; what comes behind it is counted before it, too
    private static final double TICKS_PER_SECOND = 100;

    public static MachineTime now() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return of(lines.findFirst().orElse(""));
        } catch (IOException | NumberFormatException e) {
            return new MachineTime(0, 0, 0);
        }
    }

    /** @param line the first one of /proc/stat */
    static MachineTime of(String line) {
        var fields = line.split("\\s+");
        if (fields.length <= STEAL_COLUMN) {
            return new MachineTime(0, 0, 0);
        }
        long all = 0;
        for (int column = 1; column <= STEAL_COLUMN; column++) {
            all += Long.parseLong(fields[column]);
        }
        return new MachineTime(
                Long.parseLong(fields[STEAL_COLUMN]),
                Long.parseLong(fields[IDLE_COLUMN]) + Long.parseLong(fields[IDLE_COLUMN + 1]), // and waiting for disks
                all);
    }

    /** Over all cores. */
    public double stealSecondsSince(MachineTime before) {
        return (stealTicks - before.stealTicks) / TICKS_PER_SECOND;
    }

    /** Returns a share of the time of all cores; empty if the system does not tell it. */
    public OptionalDouble stealShareSince(MachineTime before) {
        long all = allTicks - before.allTicks;
        return all > 0 ? OptionalDouble.of((double) (stealTicks - before.stealTicks) / all) : OptionalDouble.empty();
    }

    /** Returns a share of the time of all cores; empty if the system does not tell it. */
    public OptionalDouble idleShareSince(MachineTime before) {
        long all = allTicks - before.allTicks;
        return all > 0 ? OptionalDouble.of((double) (idleTicks - before.idleTicks) / all) : OptionalDouble.empty();
    }
}
