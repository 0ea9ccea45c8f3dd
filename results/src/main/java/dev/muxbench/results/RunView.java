package dev.muxbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A run of {@code muxbench run} as tables and reports show it: the questions, and what the trials say.
 *
 * <p>Threads: one.
 *
 * @param questions in the order of the manifest
 * @param backends  all that were requested or have trials, by the run's names
 * @param baseline  the backend that the others are compared with
 * @param limits    the backends that are the kernel alone
 */
public record RunView(
        List<Question> questions,
        List<String> backends,
        String baseline,
        List<String> limits,
        List<Trial> trials,
        RunSummary summary) {
    /** Key in the manifest: by {@link Trial.Cell#title()}, why a contestant was no longer measured from some trial on. */
    public static final String LEFT_OUT_LATER = "leftOutLater";

    /** Prefix of the command of a peer that is the kernel alone; its lines per send follow. */
    public static final String LIMIT = "limit --batch ";

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
                names.stream()
                        .filter(name ->
                                manifest.path("called").path(name).asText().startsWith(LIMIT))
                        .toList(),
                files.trials(),
                new RunSummary(
                        expected,
                        files.trials(),
                        cell -> Optional.ofNullable(
                                manifest.path(LEFT_OUT_LATER).path(cell.title()).textValue()),
                        files::histograms));
    }

    /** Returns the backends without those that were left out of a question. */
    private static List<String> asked(List<String> names, Question question, JsonNode manifest) {
        var leftOut = manifest.path("leftOut").path(question.name());
        return names.stream().filter(name -> !leftOut.has(name)).toList();
    }

    /** Returns an answer for each number of clients that the question asks about. */
    public List<Answers.Answer> answers(Question question) {
        return Answers.to(question, summary, limits);
    }

    /** Returns the kernel alone under the same load; empty if it was not measured. */
    public Optional<KernelFloor> floor(Trial.Cell load) {
        return KernelFloor.of(limits.stream().map(load::withBackend).toList(), summary);
    }

    /**
     * Compares a server with the kernel alone; empty if it is the kernel, or the kernel was not measured, or the
     * server's bytes per send or CPU time are unknown.
     */
    public Optional<KernelFloor.Beside> besideKernel(Trial.Cell cell) {
        return limits.contains(cell.backend())
                ? Optional.empty()
                : floor(cell).flatMap(floor -> KernelFloor.batch(cell, summary).map(floor::beside));
    }

    /** Returns what a reader has to know before believing the figures. */
    public List<String> caveats() {
        var caveats = new ArrayList<String>();
        for (var question : questions) {
            for (var cell : summary.cells(question.name())) {
                if (!cell.used().isEmpty() && !cell.used().stream().allMatch(Trial::isValid)) {
                    caveats.add(cell.cell().backend() + ", " + question.name() + ": INVALID");
                }
            }
        }
        int epochs = trials.stream().mapToInt(Trial::epoch).max().orElse(0);
        if (epochs > 0 && epochs < RunSummary.LEAST_EPOCHS) {
            caveats.add("One epoch: no interval is claimed, " + RunSummary.LEAST_EPOCHS + " are needed.");
        }
        return caveats;
    }

    /** Returns the conditions of the measurement, a sentence for each question. */
    public List<String> conditions() {
        return questions.stream()
                .filter(question -> summary.cells(question.name()).stream()
                        .anyMatch(cell -> !cell.used().isEmpty()))
                .map(this::conditions)
                .toList();
    }

    private String conditions(Question question) {
        var own = trials.stream()
                .filter(trial -> trial.scenario().equals(question.name()) && trial.pass() > 0)
                .toList();
        long made = own.stream().map(RunView::pass).distinct().count();
        long dropped = own.stream()
                .filter(Trial::dropped)
                .map(RunView::pass)
                .distinct()
                .count();
        long epochs = own.stream().map(Trial::epoch).distinct().count();
        return question.name() + ": " + counted(epochs, "epoch") + ", " + counted(made - dropped, "pass")
                + (dropped == 0 ? "" : ", " + dropped + " more dropped as disturbed")
                + range(question, Figure.SERVER_CORES)
                + range(question, Figure.GENERATOR_HEADROOM);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : what.endsWith("s") ? "es" : "s");
    }

    /** Returns a figure's range over the contestants in words; empty if it is unknown. */
    private String range(Question question, Figure figure) {
        var levels = summary.cells(question.name()).stream()
                .mapToDouble(cell -> summary.level(cell.cell(), figure).value())
                .filter(Double::isFinite)
                .summaryStatistics();
        return levels.getCount() == 0
                ? ""
                : "; " + figure.label() + " " + figure.format(levels.getMin(), levels.getMax()) + " to "
                        + figure.format(levels.getMax()) + (figure.unit().isEmpty() ? "" : " " + figure.unit());
    }

    /** Returns what identifies a trial's pass. */
    private static List<Object> pass(Trial trial) {
        return List.of(trial.cell().withBackend(""), trial.epoch(), trial.pass());
    }
}
