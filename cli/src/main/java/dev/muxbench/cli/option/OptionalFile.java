package dev.muxbench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file, or {@value Allowed#OFF}. Threads: any.
 *
 * @param path null for none
 */
record OptionalFile(@Nullable Path path) {
    static final OptionalFile NONE = new OptionalFile(null);

    static OptionalFile parse(String text) {
        return text.equalsIgnoreCase(Allowed.OFF) ? NONE : new OptionalFile(Path.of(text));
    }

    boolean isGiven() {
        return path != null;
    }

    @Override
    public String toString() {
        return path == null ? Allowed.OFF : path.toString();
    }
}
