package dev.muxbench.experiment;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The log of a server's output.
 *
 * @param file null for this process's standard error, on which an agent sends it home
 */
record ServerLog(@Nullable Path file) {
    static final ServerLog STANDARD_ERROR = new ServerLog(null);

    private static final int TOLD_LINES = 3;

    /** Makes a new log. */
    static ServerLog create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file);
        return new ServerLog(file);
    }

    /** Returns where the server's standard error goes. */
    Redirect redirect() {
        return file == null ? Redirect.INHERIT : Redirect.appendTo(file.toFile());
    }

    /** Opens the log for output of other streams. */
    Writer open() throws IOException {
        return file == null
                ? new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8)
                : Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    /** Returns the last lines, in one line. */
    String lastLines() {
        if (file == null) {
            return "see its log";
        }
        try {
            var lines = Files.readAllLines(file);
            var last = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
            return last.isEmpty() ? "its log is empty" : String.join(" | ", last);
        } catch (IOException e) {
            return "no log";
        }
    }
}
