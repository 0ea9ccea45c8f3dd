package dev.muxbench.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what is wrong with a file, because the message of a system's exception is only the file's name. Threads: any. */
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
