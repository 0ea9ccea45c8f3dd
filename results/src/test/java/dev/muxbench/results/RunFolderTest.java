package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void aRunIsIncompleteUntilItSaysOtherwise() throws IOException {
        var folder = RunFolder.under(parent, "run", Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(folder.path()).hasFileName("20260102-030405-run");
        assertThat(folder.file("verdict.json")).content().contains("INCOMPLETE");
        folder.writeManifest(Map.of("schema", RunFolder.SCHEMA_VERSION));
        folder.writeTrials(List.of());
        folder.writeVerdict("VALID", List.of());
        assertThat(folder.file("verdict.json")).content().contains("VALID").doesNotContain("INCOMPLETE");
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("verdict.json", "manifest.json", "trials.json");
        }
    }

    @Test
    void earlierResultsAreNeverOverwritten() throws IOException {
        var folder = RunFolder.create(parent.resolve("mine"));
        assertThatThrownBy(() -> RunFolder.create(folder.path())).hasMessageContaining("is not empty");
        assertThat(folder.file("verdict.json")).exists();
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        var file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> RunFolder.create(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file");
        assertThatThrownBy(() -> RunFolder.create(file.resolve("below"))).isInstanceOf(IOException.class);
        assertThat(file).content().isEqualTo("x");
    }

    @Test
    void theEnvironmentHasAValueForEverything() {
        assertThat(Environment.capture().values()).doesNotContainNull();
        assertThat(Environment.summary()).contains("cores");
        assertThat(ProcessUse.of(ProcessHandle.current()).cpuNanos()).isPositive();
    }
}
