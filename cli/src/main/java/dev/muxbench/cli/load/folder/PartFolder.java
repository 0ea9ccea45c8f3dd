package dev.muxbench.cli.load.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The folder that one part of a load has left.
 *
 * @param files of the folder
 * @param whole what all parts did together
 * @param start by this part's own clock
 */
record PartFolder(RunFiles files, Part part, LoadPlan whole, Instant start, LoadReport report) {

    /** @throws IOException with a message for the user */
    static PartFolder read(Path path) throws IOException {
        var files = RunFiles.open(path);
        var manifest = files.manifest();
        if (!manifest.has("part")) {
            throw new IOException(path + " is not of a part of a load (made with load --part)");
        }
        var report = path.resolve(LoadFolder.REPORT);
        if (!Files.exists(report) || files.trials().size() != 1) {
            throw new IOException(path + " has not come to its end, and has no counts: " + files.verdict()
                    + (files.reasons().isEmpty() ? "" : ", " + String.join("; ", files.reasons())));
        }
        try {
            return new PartFolder(
                    files,
                    LoadJson.MAPPER.treeToValue(manifest.path("part"), Part.class),
                    LoadJson.MAPPER.treeToValue(manifest.path("load"), LoadPlan.class),
                    Instant.parse(manifest.path("startAt").asText()),
                    LoadJson.MAPPER.readValue(report.toFile(), LoadReport.class));
        } catch (JsonProcessingException e) {
            throw new IOException(path + " is damaged: " + e.getOriginalMessage(), e);
        } catch (DateTimeParseException e) {
            throw new IOException(path + " is damaged: its start is missing", e);
        }
    }

    Path path() {
        return files.path();
    }

    Trial trial() {
        return files.trials().getFirst();
    }

    LoadSubject.Topic topic() {
        var question = files.manifest().path("scenarios").path(0);
        return new LoadSubject.Topic(
                question.path("name").asText(),
                question.path("question").asText(),
                question.path("need").asText());
    }

    String target() {
        return files.manifest().path("target").asText();
    }

    Iterable<Histogram> histograms() {
        return files.histograms(trial()).intervals();
    }

    /** Returns the difference that keeps two folders from being parts of one load; empty if there is none. */
    Optional<String> differenceTo(PartFolder other) {
        var differences = new ArrayList<String>();
        compare(differences, "run", part.run(), other.part.run());
        compare(differences, "number of parts", part.of(), other.part.of());
        compare(differences, "rooms", part.rooms(), other.part.rooms());
        compare(differences, "start", start, other.start);
        compare(differences, "label", trial().backend(), other.trial().backend());
        var plan = plan();
        other.plan()
                .properties()
                .forEach(entry -> compare(differences, entry.getKey(), plan.path(entry.getKey()), entry.getValue()));
        return differences.stream().findFirst();
    }

    /** The server may be reached by another address from each machine. */
    private ObjectNode plan() {
        JsonNode plan = files.manifest().path("load");
        return plan.<ObjectNode>deepCopy().without("target");
    }

    private static void compare(List<String> differences, String what, Object one, Object other) {
        if (!one.equals(other)) {
            differences.add(what + " " + one + " and " + other);
        }
    }
}
