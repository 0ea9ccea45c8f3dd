package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    private Path folder;

    @Test
    void isInTheStateFolderAndOnlyItsOwnersToRead() throws IOException {
        var file = HistoryFile.prepare(Map.of("XDG_STATE_HOME", folder.toString(), "HOME", "/nowhere"));
        assertThat(file).contains(folder.resolve("muxbench/chat_history"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.orElseThrow())))
                .isEqualTo("rw-------");
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", folder.toString())))
                .isEqualTo(file);
    }

    @Test
    void theStateFolderIsInTheHomeFolderUnlessSaidOtherwise() {
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", "relative", "HOME", folder.toString())))
                .contains(folder.resolve(".local/state/muxbench/chat_history"));
    }

    @Test
    void thereIsNoneWithoutAPlace() throws IOException {
        assertThat(HistoryFile.prepare(Map.of())).isEmpty();
        var file = Files.createFile(folder.resolve("file"));
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", file.toString())))
                .isEmpty();
    }
}
