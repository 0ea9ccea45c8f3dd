package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessUseTest {
    private static final Duration STEPS = Duration.ofMillis(20); // of user and of system time

    /** The JDK's figure lies between two of ours, but for the steps that it is cut off to. */
    @Test
    void cpuTimeOfAnotherProcessIsWhatTheJdkSaysAndFiner() throws IOException {
        var process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            var child = process.toHandle();
            long least = 0;
            boolean fine = false;
            for (int i = 0; i < 100 || least < STEPS.toNanos(); i++) {
                long before = ProcessUse.of(child).cpuNanos();
                long jdk = child.info().totalCpuDuration().orElseThrow().toNanos();
                long after = ProcessUse.cpuNanos(child);
                assertThat(before).isGreaterThanOrEqualTo(least);
                assertThat(jdk).isBetween(before - STEPS.toNanos(), after);
                fine |= after % 10_000_000 != 0;
                least = after;
            }
            assertThat(fine).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void ofThisProcessEverythingIsKnown() {
        var use = ProcessUse.of(ProcessHandle.current());
        assertThat(use).hasNoNullFieldsOrProperties();
        assertThat(use.residentBytes()).isGreaterThan(1 << 20);
        assertThat(use.voluntarySwitches()).isPositive();
        assertThat(ProcessUse.commandLine(ProcessHandle.current()))
                .startsWith(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    @Test
    void aProcessThatHasGoneHasUsedNothing() throws Exception {
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        assertThat(ProcessUse.of(process.toHandle())).isEqualTo(new ProcessUse(0, null, null, null, null, null));
    }
}
