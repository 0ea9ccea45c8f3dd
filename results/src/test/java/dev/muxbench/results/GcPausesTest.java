package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcPausesTest {
    @TempDir
    private Path folder;

    @Test
    void pausesAreFollowedWhileTheFileGrows() throws IOException {
        var log = folder.resolve("server.log");
        Files.writeString(log, "[2026-11-26T10:00:00.000+0000][info][gc] GC(0) Pause Young 9M->2M(60M) 99.000ms\n");
        try (var pauses = new GcPauses(log)) {
            assertThat(pauses.next()).isZero(); // from before the trial
            append(log, """
                    [2026-11-26T10:00:01.000+0000][info][gc] Using Serial
                    10:00:01 INFO  somebody said Pause 3.0ms
                    [2026-11-26T10:00:01.000+0000][info][gc     ] GC(1) Pause Young (Allocation Failure) 17M->2M(61M) 1.250ms
                    [2026-11-26T10:00:01.000+0000][info][gc] GC(2) Pause Full (System.gc()) 17M->2M(61M) 10.""");
            assertThat(pauses.next()).isCloseTo(1.25, within(1e-9));
            append(log, "500ms\n");
            assertThat(pauses.next()).isCloseTo(10.5, within(1e-9));
            assertThat(pauses.totalMillis()).isCloseTo(11.75, within(1e-9));
            assertThat(pauses.takeLongestMillis()).isCloseTo(10.5, within(1e-9));
        }
    }

    /** ZGC stops the world in phases of a collection only. */
    @Test
    void phasesThatArePausesCount() throws IOException {
        var log = Files.createFile(folder.resolve("server.log"));
        try (var pauses = new GcPauses(log)) {
            append(log, """
                    [2026-11-26T10:00:01.000+0000][info][gc,phases] GC(0) Y: Pause Mark Start (Major) 0.020ms
                    [2026-11-26T10:00:01.000+0000][info][gc,phases] GC(0) Y: Concurrent Mark 7.000ms
                    [2026-11-26T10:00:01.000+0000][info][gc,phases   ] GC(0) Y: Pause Mark End 0.018ms
                    """);
            assertThat(pauses.next()).isCloseTo(0.038, within(1e-9));
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
