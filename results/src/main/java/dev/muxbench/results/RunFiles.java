package dev.muxbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files of a {@link RunFolder}, also of a run that did not come to its end: {@link #damage()} says what is
 * missing.
 *
 * <p>Threads: one.
 */
public final class RunFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";

    private final Path path;
    private final List<String> damage = new ArrayList<>();
    private final Map<String, HistogramLog> histograms = new LinkedHashMap<>();
    private final JsonNode manifest;
    private final JsonNode environment;
    private final JsonNode verdict;
    private final List<Trial> trials;

    private RunFiles(Path path) throws IOException {
        this.path = path;
        this.manifest = json(path.resolve(MANIFEST));
        requireKnownSchema();
        this.environment = optional("environment.json");
        this.verdict = optional("verdict.json");
        this.trials = isJmh() ? List.of() : readTrials();
    }

    /**
     * Opens a run's folder.
     *
     * @throws IOException with a message for the user if it is no run's folder, or one of another version
     */
    public static RunFiles open(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException(folder + " does not exist");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is a file, not a run's folder");
        }
        if (!Files.exists(folder.resolve(MANIFEST))) {
            throw new IOException(folder.resolve(MANIFEST) + " is missing: no folder of a run, or a damaged one");
        }
        return new RunFiles(folder);
    }

    /**
     * Reads a file of JSON.
     *
     * @throws IOException with a message for the user
     */
    public static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged, line " + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage().replace('\n', ' '),
                    e);
        }
    }

    private void requireKnownSchema() throws IOException {
        int schema = manifest.path("schema").asInt(-1);
        if (schema != RunFolder.SCHEMA_VERSION) {
            throw new IOException(path + " has results of version " + (schema < 0 ? "?" : schema)
                    + "; this version of Muxbench reads version " + RunFolder.SCHEMA_VERSION);
        }
    }

    private JsonNode optional(String name) throws IOException {
        if (Files.exists(path.resolve(name))) {
            return json(path.resolve(name));
        }
        damage.add(name + " is missing");
        return JsonNodeFactory.instance.objectNode();
    }

    private List<Trial> readTrials() throws IOException {
        var file = path.resolve("trials.json");
        if (!Files.exists(file)) {
            damage.add("trials.json is missing: no trial has ended");
            return List.of();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<List<Trial>>() {});
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged, line " + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /** Returns the folder's name. */
    public String name() {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    public boolean isJmh() {
        return Files.exists(path.resolve("jmh.json"));
    }

    public JsonNode manifest() {
        return manifest;
    }

    /** Returns {@code environment.json}; an empty object if it is missing. */
    public JsonNode environment() {
        return environment;
    }

    /** Returns VALID, INVALID, FAILED, INCOMPLETE or {@code unknown}. */
    public String verdict() {
        return verdict.path("verdict").asText("unknown");
    }

    /** Returns why the run is not VALID, and what happened on the way. */
    public List<String> reasons() {
        return texts(verdict.path("reasons"));
    }

    /** Returns the elements of a list as texts. */
    public static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** Returns the trials in the order in which they were made. */
    public List<Trial> trials() {
        return trials;
    }

    /** Returns the interval histograms of a trial's latency; none if the file cannot be read, which {@link #damage()} then says. */
    public HistogramLog histograms(Trial trial) {
        return histograms.computeIfAbsent(trial.files() + ".hlog", this::readHistograms);
    }

    private HistogramLog readHistograms(String name) {
        try {
            return HistogramLog.open(path.resolve(name));
        } catch (IOException e) {
            damage.add(name + " cannot be read: latencies of this trial are those of trials.json only");
            return new HistogramLog(List.of(), List.of());
        }
    }

    /**
     * Returns the time series of one server's trials, in seconds since the first trial began, with an empty row between
     * two trials.
     */
    public TimeSeries series(List<Trial> trials) {
        var begin = Instant.parse(trials.getFirst().started());
        var all = TimeSeries.EMPTY;
        for (var trial : trials) {
            var since = Duration.between(begin, Instant.parse(trial.started()));
            all = all.then(series(trial), since.toMillis() / 1e3);
        }
        return all;
    }

    /** Returns the time series of a trial; empty if the file cannot be read, which {@link #damage()} then says. */
    public TimeSeries series(Trial trial) {
        var name = trial.files() + ".csv";
        try (var lines = Files.newBufferedReader(path.resolve(name))) {
            var series = TimeSeries.parse(lines);
            if (series.damagedLines() > 0) {
                damage.add(name + ": " + series.damagedLines() + " damaged lines, left out");
            }
            return series;
        } catch (NoSuchFileException | MalformedInputException e) {
            damage.add(name + " cannot be read: no time series of this trial");
        } catch (IOException e) {
            damage.add(name + " cannot be read (" + e.getMessage() + ")");
        }
        return TimeSeries.EMPTY;
    }

    /** Returns the profile of a cell; empty if none was made, or if it cannot be read, which {@link #damage()} then says. */
    public Optional<Profile> profile(Trial.Cell cell) {
        var name = RunFolder.profileName(cell) + ".json";
        try {
            return Optional.of(JSON.readValue(path.resolve(name).toFile(), Profile.class));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            damage.add(name + " cannot be read: no profile of this server");
            return Optional.empty();
        }
    }

    /** Returns one sentence for each missing or damaged file or line, among those that have been read so far. */
    public List<String> damage() {
        var all = new ArrayList<>(damage);
        histograms.values().forEach(log -> all.addAll(log.damage()));
        return all;
    }
}
