package dev.muxbench.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words: the system's exceptions have only its name for a message. Threads: any. */
public final class FileErrors {
    private FileErrors() {}

    public static String reason(IOException e) {
        if (!(e instanceof FileSystemException failure)) {
            return String.valueOf(e.getMessage());
        }
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " cannot be written: its folder does not exist";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            default -> failure.getFile() + ": " + failure.getReason();
        };
    }
}
