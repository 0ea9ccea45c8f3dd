package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProfileRecordingTest {
    private static final long USED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path folder;

    private double sink;

    /** Uses up CPU time, however long that takes. */
    private void work() {
        var threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + USED_NANOS;
        while (threads.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 1000; i++) {
                sink += Math.sqrt(i);
            }
        }
    }

    private Profile recorded() throws IOException, InterruptedException {
        var file = folder.resolve("recording.jfr");
        try (var recording = new Recording()) {
            recording.enable(ProfileRecording.SAMPLE).with("throttle", "1ms").withStackTrace();
            recording.enable(ProfileRecording.LOST);
            recording.start();
            Thread.ofPlatform().start(this::work).join();
            recording.stop();
            recording.dump(file);
        }
        return ProfileRecording.read(file);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theStacksOfARecordingAreThoseOfItsThreads() throws IOException, InterruptedException {
        var profile = recorded();
        assertThat(sink).as("work was done").isPositive();
        assertThat(profile.samples()).isPositive();
        assertThat(profile.lost()).isNotNegative();
        assertThat(profile.stacks().stream().mapToInt(Profile.Stack::samples).sum())
                .isEqualTo(profile.samples() - profile.withoutStack())
                .isPositive();
        assertThat(profile.stacks()).doesNotHaveDuplicates();
        assertThat(profile.stacks()).anySatisfy(stack -> {
            assertThat(profile.names(stack))
                    .containsSubsequence("java.lang.Thread.run", getClass().getName() + ".work");
        });
        assertThat(profile.frames())
                .noneMatch(frame -> frame.contains("0x"))
                .anyMatch(frame -> frame.contains("$$Lambda"));
    }

    @Test
    void aRecordingWithoutSamplesIsEmpty() throws IOException {
        var file = folder.resolve("none.jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.JVMInformation");
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        assertThat(ProfileRecording.read(file).samples()).isZero();
        assertThat(ProfileRecording.read(file).stacks()).isEmpty();
    }
}
