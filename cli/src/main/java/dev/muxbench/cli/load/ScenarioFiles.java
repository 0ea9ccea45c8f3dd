package dev.muxbench.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muxbench.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and reads scenario files. Threads: any. */
public final class ScenarioFiles {
    private static final String ENDING = ".yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ScenarioFiles() {}

    private static Path folder() {
        return Path.of(System.getProperty("muxbench.home", "."), "scenarios");
    }

    /**
     * The scenario of this name, or of this file.
     *
     * @throws CommandFailure if no scenario has that name
     * @throws IOException    with a message for the user
     */
    public static ScenarioFile find(String nameOrFile) throws IOException {
        if (nameOrFile.endsWith(ENDING)) {
            return read(Path.of(nameOrFile));
        }
        var file = folder().resolve(nameOrFile + ENDING);
        if (!Files.exists(file)) {
            throw CommandFailure.unknown("no scenario is called " + nameOrFile + "; there are: "
                    + all().stream().map(ScenarioFile::name).collect(Collectors.joining(", ")) + "; a file must end in "
                    + ENDING);
        }
        return read(file);
    }

    /** Returns the scenarios that come with Muxbench, ordered by name. */
    public static List<ScenarioFile> all() throws IOException {
        var scenarios = new ArrayList<ScenarioFile>();
        try (var files = Files.list(folder())) {
            for (var file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                scenarios.add(read(file));
            }
        } catch (NoSuchFileException e) {
            throw new IOException(folder() + " does not exist", e);
        }
        return scenarios;
    }

    /** @throws IOException with a message for the user */
    static ScenarioFile read(Path file) throws IOException {
        try {
            var name = String.valueOf(file.getFileName());
            return of(name.substring(0, name.length() - ENDING.length()), YAML.readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            var line =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            var why = e.getOriginalMessage().lines().findFirst().orElse("no scenario");
            throw new IOException(file + line + ": " + why, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be read" + (Files.exists(file) ? ": " + e.getMessage() : ": no such file"), e);
        }
    }

    private static ScenarioFile of(String name, JsonNode text) {
        ScenarioFile.require(text.isObject(), "it must have lines such as clients: 900");
        var about = new LinkedHashMap<String, List<String>>();
        var options = new LinkedHashMap<String, List<String>>();
        var known = LoadOptions.names();
        for (var entry : text.properties()) {
            var key = entry.getKey();
            ScenarioFile.require(
                    ScenarioFile.ABOUT.contains(key) || known.contains(key),
                    "there is no '" + key + "'; there are: "
                            + Stream.concat(ScenarioFile.ABOUT.stream(), new TreeSet<>(known).stream())
                                    .collect(Collectors.joining(", ")));
            (ScenarioFile.ABOUT.contains(key) ? about : options).put(key, values(key, entry.getValue()));
        }
        var scenario = new ScenarioFile(name, about, options);
        scenario.requireAbout();
        scenario.requireOptions();
        return scenario;
    }

    private static List<String> values(String key, JsonNode value) {
        var values = value.isArray() ? value.valueStream().toList() : List.of(value);
        ScenarioFile.require(
                !values.isEmpty() && values.stream().allMatch(one -> one.isValueNode() && !one.isNull()),
                key + " must have a value, or a list of values");
        return values.stream().map(JsonNode::asText).toList();
    }
}
