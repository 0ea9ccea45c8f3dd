package dev.muxbench.cli.chat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where the lines of earlier chats are kept: {@code muxbench/chat_history} in the folder of the XDG specification for state. Only
 * its owner can read it. Without a place to write to there is none, and nothing is said about it.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
 */
final class HistoryFile {
    private HistoryFile() {}

    /** The file, which exists then and can be written to. */
    static Optional<Path> prepare(Map<String, String> environment) {
        return stateFolder(environment).flatMap(HistoryFile::prepareIn);
    }

    private static Optional<Path> stateFolder(Map<String, String> environment) {
        var state = environment.getOrDefault("XDG_STATE_HOME", "");
        var home = environment.getOrDefault("HOME", "");
        if (state.startsWith("/")) { // a relative one is to be ignored
            return Optional.of(Path.of(state));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".local", "state"));
    }

    private static Optional<Path> prepareIn(Path stateFolder) {
        var file = stateFolder.resolve("muxbench").resolve("chat_history");
        try {
            Files.createDirectories(file.getParent(), onlyOwner("rwx------"));
            Files.createFile(file, onlyOwner("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // from an earlier chat
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
        return Files.isRegularFile(file) && Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    }

    private static FileAttribute<?>[] onlyOwner(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
