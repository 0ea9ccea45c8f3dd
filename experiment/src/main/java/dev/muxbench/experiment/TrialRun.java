package dev.muxbench.experiment;

import dev.muxbench.load.LoadRun;
import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Snapshot;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial: a server in a fresh JVM, one load, and what both used.
 *
 * <p>Threads: the run's, but for {@link #stop()}.
 */
final class TrialRun {
    private final Scenario scenario;
    private final Contestant contestant;
    private final Trial.Cell cell;
    private final int round;
    private final int attempt;
    private final Placement placement;
    private final RunFolder folder;
    private final Progress progress;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, String> server = new LinkedHashMap<>();
    private final String started = Instant.now().toString();
    private List<Snapshot> snapshots = List.of();
    private volatile @Nullable LoadRun load; // the one that is running

    TrialRun(
            Scenario scenario,
            Contestant contestant,
            Trial.Cell cell,
            int round,
            int attempt,
            Placement placement,
            RunFolder folder,
            Progress progress) {
        this.scenario = scenario;
        this.contestant = contestant;
        this.cell = cell;
        this.round = round;
        this.attempt = attempt;
        this.placement = placement;
        this.folder = folder;
        this.progress = progress;
    }

    /** Ends its load before its time. */
    void stop() {
        var running = load;
        if (running != null) {
            running.stop();
        }
    }

    private String files() {
        return cell.fileName() + "-round" + round + (attempt == 1 ? "" : "-attempt" + attempt);
    }

    /** @throws IOException if results cannot be written */
    Trial run() throws IOException, InterruptedException {
        var before = MachineTime.now();
        try (var process =
                contestant.start(scenario.serverOptions(), placement, folder.file(files() + "-server.log"))) {
            process.addStartTo(figures);
            server.putAll(process.about());
            var verdict = measure(process);
            figures.put("machineStealSeconds", MachineTime.now().stealSecondsSince(before));
            Environment.load().ifPresent(average -> figures.put("machineLoad", average));
            return trial(verdict);
        } catch (Server.StartFailure | LoadException e) {
            progress.say(contestant.name() + ": " + e.getMessage());
            return trial(new Verdict.Failed(List.of(String.valueOf(e.getMessage()))));
        } finally {
            load = null;
            progress.end();
        }
    }

    private Trial trial(Verdict verdict) {
        return new Trial(
                cell.scenario(),
                cell.backend(),
                cell.clients(),
                cell.point(),
                round,
                attempt,
                started,
                LoadFigures.name(verdict),
                verdict.why(),
                files(),
                figures,
                server,
                snapshots);
    }

    private Verdict measure(Server process) throws IOException, InterruptedException, LoadException {
        try (var watch = new ServerWatch(process);
                var recorder = new TrialRecorder(folder.file(files()), cell.backend(), watch::addTo)) {
            var run = new LoadRun(
                    placement.place(scenario.plan(process.address(), contestant.protocol(), cell)),
                    LoadListener.all(List.of(watch, recorder, progress)));
            load = run;
            var report = run.run();
            snapshots = watch.snapshots();
            if (!process.isAlive()) {
                return new Verdict.Failed(List.of("the server died: " + process.lastLogLines()));
            }
            figures.putAll(LoadFigures.of(report));
            watch.addTo(figures, cell.clients());
            return report.verdict();
        }
    }
}
