package dev.muxbench.cli.load.folder;

import dev.muxbench.cli.load.summary.LoadMap;
import dev.muxbench.experiment.LoadFigures;
import dev.muxbench.experiment.TrialRecorder;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.results.Environment;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the folder of one load as it goes: that of a run with one trial. Until the end this trial is INVALID, and the run INCOMPLETE.
 *
 * <p>Threads: the run's.
 */
public final class LoadFolder implements AutoCloseable {
    /** The whole report, as JSON: what {@link Merge} adds up. */
    static final String REPORT = "load.json";

    private final RunFolder folder;
    private final LoadSubject subject;
    private final Trial.Cell cell;
    private final String started = Instant.now().toString();
    private final MachineTime timeBefore = MachineTime.now();
    private final TrialRecorder recorder;

    private LoadFolder(RunFolder folder, LoadSubject subject, Question question) throws IOException {
        this.folder = folder;
        this.subject = subject;
        this.cell = new Trial.Cell(
                question.name(), subject.label(), question.clients().getFirst(), null);
        this.recorder = new TrialRecorder(folder.file(files()), subject.label(), row -> {});
    }

    /**
     * Makes it.
     *
     * @param more of the manifest
     * @throws IOException with a message for the user if the folder cannot be made or is not empty
     */
    static LoadFolder create(Path path, LoadSubject subject, Map<String, ?> more) throws IOException {
        var question = subject.question();
        var folder = new LoadFolder(RunFolder.create(path), subject, question);
        var manifest = manifest(subject, question, folder.started, 1);
        manifest.putAll(more);
        folder.folder.writeManifest(manifest);
        folder.folder.writeEnvironment(Environment.capture());
        folder.writeTrial(Trial.INVALID, List.of("the run has not come to its end"), Map.of());
        return folder;
    }

    private String files() {
        return cell.fileName() + "-epoch1-pass1";
    }

    static Map<String, Object> manifest(LoadSubject subject, Question question, String started, int epochs) {
        var map = new LinkedHashMap<String, Object>();
        map.put("schema", RunFolder.SCHEMA_VERSION);
        map.put("started", started);
        map.put("backends", List.of(subject.label()));
        map.put("baseline", subject.label());
        map.put("epochs", epochs);
        map.put("scenarios", List.of(question));
        map.put("target", subject.target());
        map.put("load", LoadJson.MAPPER.valueToTree(subject.whole()));
        if (!subject.part().isWhole()) {
            map.put("part", LoadJson.MAPPER.valueToTree(subject.part()));
        }
        subject.startAt().ifPresent(instant -> map.put("startAt", instant.toString()));
        map.put("commit", Environment.gitCommit(Path.of(System.getProperty("muxbench.home", "."))));
        return map;
    }

    private void writeTrial(String verdict, List<String> reasons, Map<String, Double> figures) throws IOException {
        folder.writeTrials(List.of(new Trial(
                cell.scenario(),
                cell.backend(),
                cell.clients(),
                null,
                1,
                1,
                false,
                started,
                verdict,
                reasons,
                files(),
                figures,
                Map.of("target", subject.target()),
                List.of())));
    }

    /** Is to be told how the load goes on. */
    TrialRecorder recorder() {
        return recorder;
    }

    /** The load has come to its end, also if that was before its time. */
    void end(LoadResult result) throws IOException {
        double stolen = MachineTime.now().stealSecondsSince(timeBefore);
        var environment = new LinkedHashMap<>(Environment.capture());
        environment.put("stealSecondsDuringRun", stolen);
        var machine = new LinkedHashMap<String, Double>();
        machine.put("machineStealSeconds", stolen);
        Environment.load().ifPresent(average -> {
            environment.put("loadMaxDuringRun", average);
            machine.put("machineLoad", average);
        });
        finish(result, environment, machine);
    }

    /**
     * Likewise, with another environment than this one.
     *
     * @param machine figures of it
     */
    void finish(LoadResult result, Map<String, ?> environment, Map<String, Double> machine) throws IOException {
        recorder.close();
        var figures = LoadFigures.of(result.report());
        figures.putAll(machine);
        var verdict = LoadFigures.name(result.verdict());
        var reasons = result.verdict().why();
        folder.writeEnvironment(environment);
        writeTrial(verdict, reasons, figures);
        if (!subject.part().isWhole()) {
            LoadJson.MAPPER.writeValue(folder.file(REPORT).toFile(), result.report());
        }
        folder.writeVerdict(
                verdict,
                reasons,
                result.found().isEmpty() ? Map.of() : Map.of("expectations", LoadMap.expectations(result)));
    }

    /**
     * There is no report.
     *
     * @param verdict FAILED or INCOMPLETE
     */
    void fail(String verdict, String reason) throws IOException {
        recorder.close();
        writeTrial(verdict.equals(Trial.FAILED) ? Trial.FAILED : Trial.INVALID, List.of(reason), Map.of());
        folder.writeVerdict(verdict, List.of(reason));
    }

    public Path path() {
        return folder.path();
    }

    @Override
    public void close() throws IOException {
        recorder.close();
    }
}
