package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwareCountersTest {
    @TempDir
    private Path folder;

    private String inWords(String device, int paranoid) throws IOException {
        var devices = Files.createDirectory(folder.resolve("devices"));
        Files.createDirectory(devices.resolve("software"));
        Files.createDirectory(devices.resolve(device));
        var file = Files.writeString(folder.resolve("paranoid"), paranoid + "\n");
        return HardwareCounters.inWords(devices, file);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 2, read by no run; perf stat -p PID shows those of a server",
        "armv8_pmuv3_0, -1, read by no run; perf stat -p PID shows those of a server",
        "cpu_core, 3, not available here: kernel.perf_event_paranoid is 3",
        "breakpoint, 2, 'not available here: the kernel knows none of this processor, as in most virtual machines'"
    })
    void whatTheKernelAllowsIsSaid(String device, int paranoid, String words) throws IOException {
        assertThat(inWords(device, paranoid)).isEqualTo(words);
    }

    @Test
    void aKernelWithoutPerfEventsIsNotAsked() {
        assertThat(HardwareCounters.inWords(folder.resolve("none"), folder.resolve("none")))
                .isEqualTo("not available here: the kernel has no perf events");
    }
}
