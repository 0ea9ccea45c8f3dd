package dev.muxbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A run of {@code muxbench run} as tables and reports show it: what was asked and what the trials say.
 *
 * <p>Threads: one.
 *
 * @param questions in the order of the manifest
 * @param backends  all that were asked for, by the run's names
 * @param baseline  what the others are compared with
 */
public record RunView(
        List<Question> questions, List<String> backends, String baseline, List<Trial> trials, RunSummary summary) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException with a message for the user if the manifest is damaged */
    public static RunView of(RunFiles files) throws IOException {
        var manifest = files.manifest();
        var questions = new ArrayList<Question>();
        for (var node : manifest.path("scenarios")) {
            try {
                questions.add(JSON.treeToValue(node, Question.class));
            } catch (JsonProcessingException e) {
                throw new IOException(
                        files.path().resolve("manifest.json") + " is damaged: scenarios: " + e.getOriginalMessage(), e);
            }
        }
        var backends = new LinkedHashSet<>(RunFiles.texts(manifest.path("backends")));
        files.trials().forEach(trial -> backends.add(trial.backend()));
        var names = List.copyOf(backends);
        var expected = questions.stream()
                .flatMap(question -> question.cells(asked(names, question, manifest)).stream())
                .toList();
        return new RunView(
                questions,
                names,
                manifest.path("baseline").asText(names.isEmpty() ? "" : names.getFirst()),
                files.trials(),
                new RunSummary(expected, files.trials(), files::histograms));
    }

    /** Without those who were left out of it. */
    private static List<String> asked(List<String> names, Question question, JsonNode manifest) {
        var leftOut = manifest.path("leftOut").path(question.name());
        return names.stream().filter(name -> !leftOut.has(name)).toList();
    }

    /** What to know before one believes the figures. */
    public List<String> caveats() {
        var caveats = new ArrayList<String>();
        for (var question : questions) {
            for (var cell : summary.cells(question.name())) {
                if (cell.invalid() > 0) {
                    caveats.add(cell.cell().backend() + ", " + question.name() + ": " + cell.invalid() + " of "
                            + (cell.used().size() + cell.invalid() + cell.failed())
                            + " trials INVALID" + (cell.isSound() ? ", left out" : ""));
                }
            }
        }
        int rounds = trials.stream().mapToInt(Trial::round).max().orElse(0);
        if (rounds > 0 && rounds < 6) {
            caveats.add((rounds == 1 ? "One round" : rounds + " rounds")
                    + ": no interval is claimed, six are needed for 95 %.");
        }
        return caveats;
    }
}
