package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.results.ProfileRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class ProfilerTest {
    @TempDir
    private Path folder = Path.of("");

    /** A server that listens to nobody, and works until its standard input ends. */
    static final class Busy {
        public static void main(String[] args) throws IOException {
            System.out.println("listening on 127.0.0.1:1, busy");
            work();
        }

        private static void work() throws IOException {
            double sum = 0;
            while (System.in.available() == 0 || System.in.read() >= 0) {
                sum += Math.sqrt(sum + 1);
            }
        }
    }

    private ServerProcess start(String jvmOption) throws IOException, InterruptedException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                jvmOption,
                "-cp",
                System.getProperty("java.class.path"),
                Busy.class.getName());
        var ready = Pattern.compile("listening on \\S*:(\\d+), (.*)");
        return ServerProcess.start(
                new Launch(command, Map.of(), ready, 0),
                Placement.FREE,
                ServerLog.create(folder.resolve("server.log")));
    }

    private static void measure(Profiler profiler) {
        profiler.onBoundary(Boundary.CONNECTING, LoadStatus.NONE);
        profiler.onBoundary(Boundary.MEASURING, LoadStatus.NONE);
        profiler.onBoundary(Boundary.DRAINING, LoadStatus.NONE);
    }

    /** Starting and stopping take as long as they take; what lies between is sampled. */
    @Test
    void aServerIsRecordedWithoutHavingBeenStartedForIt() throws Exception {
        var file = Files.createDirectory(folder.resolve("my run")).resolve("profile.jfr");
        try (var server = start("-XX:+UseSerialGC")) {
            var profiler = new Profiler(server, file);
            assertThat(profiler.failure()).contains("nothing was measured");
            measure(profiler);
            assertThat(profiler.failure()).isEmpty();
        }
        var profile = ProfileRecording.read(file);
        assertThat(profile.samples()).isPositive();
        assertThat(profile.frames()).contains(Busy.class.getName() + ".work");
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:-FlightRecorder, Flight Recorder is disabled.",
        "-XX:+DisableAttachMechanism, The VM does not support the attach mechanism"
    })
    void aJvmThatCannotBeRecordedSaysWhy(String option, String why) throws Exception {
        var file = folder.resolve("profile.jfr");
        try (var server = start(option)) {
            var profiler = new Profiler(server, file);
            measure(profiler);
            assertThat(profiler.failure()).contains(why);
        }
        assertThat(file).doesNotExist();
    }
}
