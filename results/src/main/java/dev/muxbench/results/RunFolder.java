package dev.muxbench.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of one run. It is made before the first measurement and written as the run goes, so that a crash leaves
 * what was measured until then. {@code verdict.json} says INCOMPLETE until the end.
 *
 * <p>Threads: one.
 */
public final class RunFolder {
    /** Version of the folder's layout, written to the manifest. */
    public static final int SCHEMA_VERSION = 4;

    /** The verdict of a run that has not come to its end. */
    public static final String INCOMPLETE = "INCOMPLETE";

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path path;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder {@code <parent>/<utc>-<name>}.
     *
     * @throws IOException with a message for the user if it cannot be made or written
     */
    public static RunFolder under(Path parent, String name, Instant start) throws IOException {
        return create(parent.resolve(UTC.format(start) + "-" + name));
    }

    /**
     * Makes the folder {@code results/runs/<utc>-<name>}: in the source tree if the launcher is part of one, else in
     * the working directory.
     *
     * @throws IOException with a message for the user if it cannot be made or written
     */
    public static RunFolder fresh(String name, Instant start) throws IOException {
        return under(Path.of(System.getProperty("muxbench.results", "results"), "runs"), name, start);
    }

    /**
     * Makes the folder with this path, or uses an existing empty one: results of an earlier run are never overwritten.
     *
     * @throws IOException with a message for the user if it cannot be made or written
     */
    public static RunFolder create(Path path) throws IOException {
        requireFresh(path);
        try {
            Files.createDirectories(path);
            var folder = new RunFolder(path);
            folder.writeVerdict(INCOMPLETE, List.of("the run has not come to its end"));
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is a file, not a folder", e);
        } catch (IOException e) {
            throw new IOException("cannot write " + path + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Opens the folder of a run that is continued. */
    public static RunFolder reopen(Path path) {
        return new RunFolder(path);
    }

    private static void requireFresh(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (var files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new IOException(path + " is not empty; results are never overwritten");
            }
        }
    }

    public Path path() {
        return path;
    }

    /** Returns the path of a file of this run. */
    public Path file(String name) {
        return path.resolve(name);
    }

    public void writeManifest(Map<String, ?> manifest) throws IOException {
        write("manifest.json", manifest);
    }

    public void writeEnvironment(Map<String, ?> environment) throws IOException {
        write("environment.json", environment);
    }

    /** Writes the figures of all trials so far. */
    public void writeTrials(List<Trial> trials) throws IOException {
        write("trials.json", trials);
    }

    /** Writes the profile of one contestant under one load, which is no trial. */
    public void writeProfile(Trial.Cell cell, Profile profile) throws IOException {
        write(profileName(cell) + ".json", profile);
    }

    /** Returns the base name of a profile's files: {@code .json}, and {@code .jfr} for the recording that it was read from. */
    public static String profileName(Trial.Cell cell) {
        return cell.fileName() + "-profile";
    }

    /** @param verdict VALID, INVALID, FAILED or {@link #INCOMPLETE} */
    public void writeVerdict(String verdict, List<String> reasons) throws IOException {
        writeVerdict(verdict, reasons, Map.of());
    }

    /** @param more further entries of {@code verdict.json} */
    public void writeVerdict(String verdict, List<String> reasons, Map<String, ?> more) throws IOException {
        var map = new LinkedHashMap<String, Object>();
        map.put("verdict", verdict);
        map.put("reasons", reasons);
        map.putAll(more);
        write("verdict.json", map);
    }

    /** Writes a file and then renames it, so that a reader never sees half of it. */
    private void write(String name, Object content) throws IOException {
        var half = file(name + ".part");
        json.writeValue(half.toFile(), content);
        Files.move(half, file(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
