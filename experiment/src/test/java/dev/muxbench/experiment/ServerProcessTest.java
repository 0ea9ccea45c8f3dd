package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.GcPauses;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProcessTest {
    @TempDir
    private Path folder = Path.of("");

    /** Collects once. */
    static final class Collecting {
        public static void main(String[] args) {
            System.gc();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
    void thePausesOfEachCollectorAreInItsLog(String collector) throws Exception {
        var log = Files.createFile(folder.resolve("server.log"));
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        collector,
                        MuxbenchCommand.GC_LOG,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Collecting.class.getName())
                .redirectError(log.toFile());
        try (var pauses = new GcPauses(log)) {
            assertThat(java.start().waitFor()).isZero();
            assertThat(pauses.next()).isPositive();
        }
    }
}
