package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.results.Environment;
import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One trial: a load on a running server, with what both used. If the highest rate is asked for, a trial is several loads that close in on
 * it. Everything is verified in each load.
 *
 * <p>Threads: the run's, except {@link #stop()}.
 */
final class TrialRun {
    /** Figure: how many loads of a search kept the objective. */
    static final String KEPT_PROBES = "keptProbes";

    private final Running server;
    private final Setting setting;
    private final LoadPlan load;
    private final @Nullable Rates rates;
    private final int epoch;
    private final int pass;
    private final String files;
    private final String started = Instant.now().toString();
    private boolean isKept;
    private volatile @Nullable Runnable current; // ends the load that is running
    private volatile boolean stopped;

    /** The means that all trials share. */
    record Means(Placement placement, RunSettings settings, RunFolder folder, Progress progress) {}

    /**
     * The rates of the loads of a search.
     *
     * @param seeds of the arrivals, by the number of the load, from 1
     */
    record Rates(HighestRate search, IntToLongFunction seeds) {}

    private TrialRun(
            Running server, Setting setting, LoadPlan load, @Nullable Rates rates, int epoch, int pass, String place) {
        this.server = server;
        this.setting = setting;
        this.load = load;
        this.rates = rates;
        this.epoch = epoch;
        this.pass = pass;
        this.files = setting.cell(server.contestant()).fileName() + "-epoch" + epoch + "-" + place;
    }

    /**
     * A trial of a warm-up.
     *
     * @param load   of the setting, with other threads, times and arrivals
     * @param number of the trial in its warm-up
     */
    static TrialRun ofWarmUp(Running server, Setting setting, LoadPlan load, int epoch, int number) {
        return new TrialRun(server, setting, load, null, epoch, 0, "warmup" + number);
    }

    /**
     * A trial of a pass.
     *
     * @param load  likewise
     * @param rates null if the load is measured as it is
     */
    static TrialRun ofPass(Running server, Setting setting, LoadPlan load, int epoch, int pass, @Nullable Rates rates) {
        return new TrialRun(server, setting, load, rates, epoch, pass, "pass" + pass);
    }

    int loads() {
        return rates == null ? 1 : HighestRate.PROBES;
    }

    /** Returns the seconds of its loads, without connecting and draining. */
    double loadSeconds() {
        return loads() * Design.seconds(load);
    }

    /** True if its load has kept the objectives of the setting. */
    boolean isKept() {
        return isKept;
    }

    /** Ends the trial before its time. */
    void stop() {
        stopped = true;
        var running = current;
        if (running != null) {
            running.run();
        }
    }

    /** @throws IOException if results cannot be written */
    Trial run(Means means) throws IOException, InterruptedException {
        var before = MachineTime.now();
        try {
            var probe = rates == null ? probe(load, files, means) : search(rates, means);
            isKept = probe.isKept();
            probe.figures().put("machineStealSeconds", MachineTime.now().stealSecondsSince(before));
            Environment.load().ifPresent(average -> probe.figures().put("machineLoad", average));
            return trial(probe);
        } catch (LoadException e) {
            means.progress().say(server.contestant().name() + ": " + e.getMessage());
            return trial(Probe.failed(files, String.valueOf(e.getMessage())));
        } finally {
            means.progress().end();
        }
    }

    private Trial trial(Probe probe) {
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
                stopped ? Trial.INVALID : LoadFigures.name(probe.verdict()), // what Ctrl-C broke off says nothing
                probe.verdict().why(),
                probe.files(),
                probe.figures(),
                server.process().about(),
                probe.snapshots());
    }

    /**
     * Searches the highest rate. All other figures are of the highest rate that was kept, or else of the lowest that was tried. A load above
     * a kept rate that cannot be trusted counts as not kept, because nothing can be measured there.
     */
    private Probe search(Rates by, Means means) throws IOException, InterruptedException, LoadException {
        var probes = new ArrayList<Probe>();
        for (int number = 1; number <= HighestRate.PROBES; number++) {
            var arrivals = new Arrivals.Poisson(by.search().next(), by.seeds().applyAsLong(number));
            var probe = probe(load.due(arrivals), files + "-probe" + number, means);
            if (probe.isFailed() || stopped) {
                return probe;
            }
            by.search().add(probe.isKept());
            probes.add(probe);
        }
        var kept = probes.stream().filter(Probe::isKept).toList();
        var doubtful = probes.stream().filter(Probe::isDoubtful).toList();
        if (kept.isEmpty() && !doubtful.isEmpty()) {
            return doubtful.getLast();
        }
        var told = kept.isEmpty() ? probes.getLast() : kept.getLast();
        LoadFigures.put(told.figures(), Figure.KEPT_RATE, by.search().result());
        told.figures().put(KEPT_PROBES, (double) kept.size());
        return told.judged(new Verdict.Valid());
    }

    private Probe probe(LoadPlan asked, String stem, Means means)
            throws IOException, InterruptedException, LoadException {
        var process = server.process();
        var plan = means.placement()
                .place(asked.speaking(server.contestant().protocol()).against(Targets.of(process.address())));
        try (var watch = new ServerWatch(process);
                var recorder = new TrialRecorder(
                        means.folder().file(stem), server.contestant().name(), watch::addTo)) {
            var listener = LoadListener.all(List.of(watch, recorder, means.progress()));
            var report = report(plan, means.settings(), listener);
            if (!process.isAlive()) {
                return Probe.failed(stem, "the server died: " + process.lastLogLines());
            }
            var figures = new LinkedHashMap<>(LoadFigures.of(report));
            watch.addTo(figures, setting.clients());
            server.addTo(figures, setting);
            return new Probe(
                    stem,
                    report.verdict(),
                    setting.isKept(report),
                    report.lines().areAtRate(),
                    figures,
                    watch.snapshots());
        }
    }

    /** Runs a load with the clients that are connected, or else connects clients for it. */
    private LoadReport report(LoadPlan plan, RunSettings settings, LoadListener listener)
            throws InterruptedException, LoadException {
        var crowd = server.crowd();
        if (crowd != null) {
            stoppable(crowd::stop);
            return crowd.load(plan, listener);
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
