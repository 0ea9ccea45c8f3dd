package dev.muxbench.cli.load.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.results.Environment;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * Writes the folder of a search: that of a run whose trials are the tries, each of which has a folder of its own below, with its files.
 *
 * <p>Threads: the search's.
 */
public final class SearchFolder {
    private static final String RATE = "rate";

    /** The file of what was found, as JSON. */
    private static final String SEARCH = "search.json";

    private final RunFolder folder;
    private final LoadSubject subject;
    private final String description;
    private final DoubleFunction<Trial.Cell> cells;
    private final String started = Instant.now().toString();
    private final List<Trial> trials = new ArrayList<>();
    private int tries;

    private SearchFolder(RunFolder folder, LoadSubject subject, String description, DoubleFunction<Trial.Cell> cells) {
        this.folder = folder;
        this.subject = subject;
        this.description = description;
        this.cells = cells;
    }

    /**
     * Makes it.
     *
     * @param subject     of the first try
     * @param description of the search, in a line
     * @param ofClients   whether it varies the clients, else the rate
     * @throws CommandFailure if the folder cannot be made or is not empty
     */
    public static SearchFolder create(Path path, LoadSubject subject, String description, boolean ofClients) {
        try {
            var name = subject.topic().name();
            DoubleFunction<Trial.Cell> cells = ofClients
                    ? clients -> new Trial.Cell(name, subject.label(), (int) clients, null)
                    : rate -> new Trial.Cell(
                            name, subject.label(), subject.whole().clients(), new Point(RATE, rate));
            var search = new SearchFolder(RunFolder.create(path), subject, description, cells);
            search.writeManifest();
            search.folder.writeEnvironment(Environment.capture());
            search.folder.writeTrials(List.of());
            return search;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static CommandFailure failure(IOException e) {
        return new CommandFailure(e.getMessage() + " (--out)");
    }

    /** The folder of the next try. */
    public Path next() {
        tries++;
        return folder.file(current());
    }

    /** The name of the last one. */
    public String current() {
        return String.format(Locale.ROOT, "try-%03d", tries);
    }

    /** Adds a try that has ended, with whatever is in its folder. */
    public void add(double value) {
        try {
            var its = RunFiles.open(folder.file(current())).trials().getFirst();
            var cell = cells.apply(value);
            trials.add(new Trial(
                    cell.scenario(),
                    cell.backend(),
                    cell.clients(),
                    cell.point(),
                    1
                            + (int) trials.stream()
                                    .filter(trial -> trial.cell().equals(cell))
                                    .count(),
                    1,
                    false,
                    its.started(),
                    its.verdict(),
                    its.reasons(),
                    current() + "/" + its.files(),
                    its.figures(),
                    its.server(),
                    its.snapshots()));
            folder.writeTrials(trials);
            writeManifest();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void writeManifest() throws IOException {
        var one = subject.question();
        var question = new Question(
                one.name(),
                one.question(),
                one.need(),
                description,
                one.primary(),
                one.figures(),
                trials.isEmpty()
                        ? one.clients()
                        : trials.stream()
                                .map(Trial::clients)
                                .distinct()
                                .sorted()
                                .toList(),
                trials.stream().anyMatch(trial -> trial.point() != null) ? RATE : null,
                trials.stream()
                        .flatMap(trial -> Stream.ofNullable(trial.point()))
                        .map(Point::value)
                        .distinct()
                        .sorted()
                        .toList());
        folder.writeManifest(LoadFolder.manifest(subject, question, started, epochs()));
    }

    private int epochs() {
        return trials.stream().mapToInt(Trial::epoch).max().orElse(1);
    }

    /** @param search what was found */
    public void end(boolean trusted, Map<String, ?> search) {
        try {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(folder.file(SEARCH).toFile(), search);
            folder.writeVerdict(
                    trusted ? Trial.VALID : Trial.INVALID,
                    trusted ? List.of() : List.of("the search has found no limit of the server"));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    public Path path() {
        return folder.path();
    }
}
