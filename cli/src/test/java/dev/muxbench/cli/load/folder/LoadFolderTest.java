package dev.muxbench.cli.load.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.plan.Part;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of loads that have not come to their end. */
class LoadFolderTest {
    @TempDir
    private Path temporary;

    private final PartFixture fixture = new PartFixture(Part.WHOLE);

    private LoadFolder create() throws IOException {
        return LoadFolder.create(temporary.resolve("load"), fixture.subject(PartFixture.START), Map.of());
    }

    /** As after a crash: nothing is closed. */
    @Test
    void whatWasMeasuredUntilACrashIsThereAndIncomplete() throws IOException {
        var folder = create();
        fixture.intervals.forEach(folder.recorder()::onInterval);
        var files = RunFiles.open(temporary.resolve("load"));
        assertThat(files.verdict()).isEqualTo(RunFolder.INCOMPLETE);
        var cell = RunView.of(files).summary().cells("load").getFirst();
        assertThat(cell.isSound()).isFalse();
        assertThat(cell.merged().getTotalCount()).isEqualTo(fixture.latency.getTotalCount());
        assertThat(files.series(files.trials().getFirst()).rows()).hasSize(fixture.intervals.size());
        assertThat(files.damage()).isEmpty();
        folder.close();
    }

    @Test
    void aCrashBeforeTheFirstSecondLeavesAFolderThatIsRead() throws IOException {
        var folder = create();
        var files = RunFiles.open(temporary.resolve("load"));
        assertThat(RunView.of(files).summary().cells("load").getFirst().notes())
                .anyMatch(note -> note.contains("has not come to its end"));
        assertThat(files.verdict()).isEqualTo(RunFolder.INCOMPLETE);
        folder.close();
    }

    @Test
    void aLoadWithoutAReportSaysWhy() throws IOException {
        create().fail(Trial.FAILED, "nobody listens");
        var files = RunFiles.open(temporary.resolve("load"));
        assertThat(files.verdict()).isEqualTo(Trial.FAILED);
        assertThat(files.reasons()).containsExactly("nobody listens");
        assertThat(files.trials().getFirst().isFailed()).isTrue();
    }
}
