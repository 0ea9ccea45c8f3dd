package dev.muxbench.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file, or {@value Allowed#OFF}. Threads: any.
 *
 * @param path null for none
 */
public record OptionalFile(@Nullable Path path) {
    public static final OptionalFile NONE = new OptionalFile(null);

    static OptionalFile parse(String text) {
        return text.equalsIgnoreCase(Allowed.OFF) ? NONE : new OptionalFile(Path.of(text));
    }

    public boolean isGiven() {
        return path != null;
    }

    @Override
    public String toString() {
        return path == null ? Allowed.OFF : path.toString();
    }
}
