package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
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
 * One trial: a load on a server that is there already, and what both used. Everything is verified in each.
 *
 * <p>Threads: the run's, but for {@link #stop()}.
 */
final class TrialRun {
    private final Running server;
    private final Setting setting;
    private final LoadPlan load;
    private final int epoch;
    private final int pass;
    private final String files;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final String started = Instant.now().toString();
    private List<Snapshot> snapshots = List.of();
    private volatile @Nullable Runnable current; // ends the load that is running
    private volatile boolean stopped;

    /**
     * One.
     *
     * @param load   as the setting has it, but for its threads and times
     * @param number of the trial in its warm-up; 0 in a pass
     */
    TrialRun(Running server, Setting setting, LoadPlan load, int epoch, int pass, int number) {
        this.server = server;
        this.setting = setting;
        this.load = load;
        this.epoch = epoch;
        this.pass = pass;
        this.files = setting.cell(server.contestant()).fileName() + "-epoch" + epoch
                + (pass == 0 ? "-warmup" + number : "-pass" + pass);
    }

    /** How long its load is, without connecting and draining. */
    double loadSeconds() {
        return Design.seconds(load);
    }

    /** Ends its load before its time. */
    void stop() {
        stopped = true;
        var running = current;
        if (running != null) {
            running.run();
        }
    }

    /** @throws IOException if results cannot be written */
    Trial run(Placement placement, RunSettings settings, RunFolder folder, Progress progress)
            throws IOException, InterruptedException {
        var before = MachineTime.now();
        try {
            var verdict = measure(placement, settings, folder, progress);
            figures.put("machineStealSeconds", MachineTime.now().stealSecondsSince(before));
            Environment.load().ifPresent(average -> figures.put("machineLoad", average));
            return trial(verdict);
        } catch (LoadException e) {
            progress.say(server.contestant().name() + ": " + e.getMessage());
            return trial(new Verdict.Failed(List.of(String.valueOf(e.getMessage()))));
        } finally {
            progress.end();
        }
    }

    private Trial trial(Verdict verdict) {
        var cell = setting.cell(server.contestant());
        return new Trial(
                cell.scenario(),
                cell.backend(),
                cell.clients(),
                cell.point(),
                epoch,
                pass,
                false,
                started,
                stopped ? Trial.INVALID : LoadFigures.name(verdict), // what Ctrl-C broke off says nothing
                verdict.why(),
                files,
                figures,
                server.process().about(),
                snapshots);
    }

    private Verdict measure(Placement placement, RunSettings settings, RunFolder folder, Progress progress)
            throws IOException, InterruptedException, LoadException {
        var process = server.process();
        var plan =
                placement.place(load.speaking(server.contestant().protocol()).against(Targets.of(process.address())));
        try (var watch = new ServerWatch(process);
                var recorder = new TrialRecorder(
                        folder.file(files), server.contestant().name(), watch::addTo)) {
            var report = report(plan, settings, LoadListener.all(List.of(watch, recorder, progress)));
            snapshots = watch.snapshots();
            if (!process.isAlive()) {
                return new Verdict.Failed(List.of("the server died: " + process.lastLogLines()));
            }
            figures.putAll(LoadFigures.of(report));
            watch.addTo(figures, setting.clients());
            server.addTo(figures, setting);
            return report.verdict();
        }
    }

    /** Of clients who are there already, or else connect for it. */
    private LoadReport report(LoadPlan plan, RunSettings settings, LoadListener listener)
            throws InterruptedException, LoadException {
        var crowd = server.crowd();
        if (crowd != null) {
            stoppable(crowd::stop);
            return crowd.load(plan.warmup(), plan.duration(), listener);
        }
        var run = new LoadRun(plan, listener, settings);
        stoppable(run::stop);
        return run.run();
    }

    private void stoppable(Runnable stop) {
        current = stop;
        if (stopped) {
            stop.run();
        }
    }
}
