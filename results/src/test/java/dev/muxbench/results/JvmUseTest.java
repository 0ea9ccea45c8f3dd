package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class JvmUseTest {
    /** Collects garbage at each line that it reads, and says that it has. */
    private static final String PROGRAM = """
            void main() {
                for (IO.println("ready"); IO.readln() != null; IO.println("done")) {
                    System.gc();
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Process start(String... options) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.add(
                Files.writeString(folder.resolve("Collecting.java"), PROGRAM).toString());
        var jvm = new ProcessBuilder(command).start();
        assertThat(jvm.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
        return jvm;
    }

    @Test
    void aJvmSaysWhatItDoesForItself() throws IOException {
        var jvm = start();
        try {
            var before = Objects.requireNonNull(JvmUse.of(jvm.toHandle()));
            jvm.outputWriter().append('\n').flush();
            assertThat(jvm.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("done");
            var after = Objects.requireNonNull(JvmUse.of(jvm.toHandle()));
            assertThat(before.compileNanos()).isPositive();
            assertThat(after.compileNanos()).isGreaterThanOrEqualTo(before.compileNanos());
            assertThat(after.safepoints()).isGreaterThan(before.safepoints());
            assertThat(after.safepointNanos()).isGreaterThan(before.safepointNanos());
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void whoDoesNotSayIsNoError() throws IOException {
        var silent = start("-XX:-UsePerfData");
        var other = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThat(JvmUse.of(silent.toHandle())).isNull();
            assertThat(JvmUse.of(other.toHandle())).isNull();
        } finally {
            silent.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
