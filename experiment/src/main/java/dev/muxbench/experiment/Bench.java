package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.plan.Generator;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The common part of a run's epochs: makes trials, and remembers what they have shown of the contestants so far.
 *
 * <p>Threads: the run's, except {@link #stop()}.
 */
final class Bench {
    private static final Duration POLL = Duration.ofMillis(10); // a trial is short, and so is what it waits for
    private static final RunSettings FIRST = new RunSettings(
            RunSettings.DEFAULT.connectPatience(),
            RunSettings.DEFAULT.drainPatience(),
            POLL,
            RunSettings.DEFAULT.rehearsedLines());
    private static final RunSettings LATER = new RunSettings(FIRST.connectPatience(), FIRST.drainPatience(), POLL, 0);

    private final RunPlan plan;
    private final int epochs;
    private final RunFolder folder;
    private final Progress progress;
    private final TrialLog log;
    private final long seed;
    private final Random random;
    private final long startNanos = System.nanoTime();
    private final Set<Setting> rehearsed = new HashSet<>();
    private final Map<Trial.Cell, String> out = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> leftOut; // before the run, by scenario and name
    private final Map<Setting, Integer> passes = new HashMap<>();
    private final Map<Setting, LoadPlan> loads = new HashMap<>();
    private final Map<Trial.Cell, Double> rates = new HashMap<>();
    private volatile boolean stopped; // by the shutdown thread
    private volatile @Nullable TrialRun current;

    /** @param epochs the planned number */
    Bench(RunPlan plan, int epochs, RunFolder folder, Progress progress, TrialLog log, long seed) {
        this.plan = plan;
        this.epochs = epochs;
        this.folder = folder;
        this.progress = progress;
        this.log = log;
        this.seed = seed;
        this.random = new Random(seed);
        this.leftOut = plan.leftOut();
    }

    /** Ends the current trial and leaves the others out. */
    void stop() {
        stopped = true;
        var running = current;
        if (running != null) {
            running.stop();
        }
    }

    boolean isLast(int epoch) {
        return epoch == epochs;
    }

    boolean isStopped() {
        return stopped;
    }

    RunPlan plan() {
        return plan;
    }

    TrialLog log() {
        return log;
    }

    /** Returns the elements in a random order that follows from the seed in the manifest. */
    <T> List<T> shuffled(Collection<T> all) {
        var order = new ArrayList<>(all);
        Collections.shuffle(order, random);
        return order;
    }

    /**
     * Returns the seed of random arrivals, different for each load and the same for all contestants.
     *
     * @param pass   0 in the warm-up
     * @param number of the load in it, up to 99
     */
    long seed(int epoch, int pass, int number) {
        return seed + (epoch * 10_000L + pass) * 100 + number;
    }

    double secondsSinceStart() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    // ---- Contestants that cannot be measured.

    /** Measures a contestant no more under this load. */
    void leaveOut(Trial.Cell cell, String why) {
        out.putIfAbsent(cell, why);
    }

    /** Measures a contestant no more under any load. */
    void leaveOut(Contestant contestant, String why) {
        Group.of(plan.scenarios()).forEach(group -> cellsOf(contestant, group).forEach(cell -> leaveOut(cell, why)));
    }

    /** Returns the contestant's cells that are still measured. */
    List<Trial.Cell> cellsOf(Contestant contestant, Group group) {
        return group.settings().stream()
                .map(setting -> setting.cell(contestant))
                .filter(cell -> !isOut(cell))
                .toList();
    }

    /** True if a cell is not measured, also if its contestant cannot answer the question. */
    boolean isOut(Trial.Cell cell) {
        return out.containsKey(cell)
                || leftOut.getOrDefault(cell.scenario(), Map.of()).containsKey(cell.backend());
    }

    /** Returns the cells that are left out, with the reasons. */
    Map<Trial.Cell, String> leftOut() {
        return out;
    }

    // ---- Passes.

    /** Returns the passes of each epoch; 0 before they are known. */
    int passesOf(Setting setting) {
        return plan.passes() != null ? plan.passes() : passes.getOrDefault(setting, 0);
    }

    /** Fixes the passes, in the first epoch; later epochs have as many. */
    void fixPasses(Setting setting, int count) {
        passes.putIfAbsent(setting, count);
    }

    /** Returns an epoch's share of time that only the first epoch needs. All epochs have equally many passes, so all of them pay for it. */
    double shared(double seconds) {
        return seconds / epochs;
    }

    /** Returns about the highest rate that a contestant keeps, in lines/s; all of its passes search around it. Null before it is known. */
    @Nullable
    Double rateOf(Trial.Cell cell) {
        return rates.get(cell);
    }

    /** Fixes that rate for all epochs. */
    void fixRate(Trial.Cell cell, double linesPerSecond) {
        rates.put(cell, linesPerSecond);
    }

    // ---- Trials.

    /** Returns the load of the passes, with as many generator threads as the first warm-up has needed. */
    LoadPlan loadOf(Setting setting) {
        return loads.computeIfAbsent(setting, this::withThreads);
    }

    private LoadPlan withThreads(Setting setting) {
        var cells = plan.contestants().stream().map(setting::cell).toList();
        int most = log.all().stream()
                .filter(trial -> cells.contains(trial.cell()))
                .mapToInt(trial ->
                        trial.figures().getOrDefault(LoadFigures.THREADS, 1.0).intValue())
                .max()
                .orElse(1);
        return setting.load().threads() == Generator.AUTO ? setting.load().withThreads(most) : setting.load();
    }

    /** Connects the clients of a load. */
    void gather(Running server, Setting setting) throws LoadException, InterruptedException {
        server.gather(loadOf(setting), plan.placement(), LATER);
    }

    /** @throws IOException if the log of the server cannot be written */
    Server start(Contestant contestant, Group group, int epoch) throws IOException, InterruptedException {
        var name = contestant.name() + "-epoch" + epoch
                + (Group.of(plan.scenarios()).size() == 1
                        ? ""
                        : "-" + group.settings().getFirst().scenario());
        return contestant.start(group.serverOptions(), plan.placement(), folder.file(name + "-server.log"));
    }

    /**
     * Makes a trial, and writes it down.
     *
     * @param run   what to do
     * @param place in the epoch, for people
     */
    Trial measure(TrialRun run, Running server, Setting setting, int epoch, String place)
            throws IOException, InterruptedException {
        var title = server.contestant().name() + " " + setting.title() + ", epoch " + epoch + " of " + epochs + ", "
                + place;
        current = run;
        if (stopped) {
            run.stop();
        }
        var settings = rehearsed.add(setting) ? FIRST : LATER;
        var trial = run.run(new TrialRun.Means(
                plan.placement(), settings, folder, progress.titled(() -> title + remaining() + ": ")));
        current = null;
        log.add(trial);
        return trial;
    }

    /**
     * Records where a server's CPU time goes.
     *
     * @throws IOException if that cannot be written
     */
    void profile(Running server, Setting setting) throws IOException, InterruptedException {
        var title = server.contestant().name() + " " + setting.title() + ", profile: ";
        new ProfileRun(server, setting, loadOf(setting), this::isStopped)
                .run(plan.placement(), LATER, folder, progress.titled(() -> title));
    }

    private String remaining() {
        long left = Math.max(0, Math.round(plan.budget().toSeconds() - secondsSinceStart()));
        return plan.passes() != null ? "" : String.format(Locale.ROOT, ", at most %d:%02d left", left / 60, left % 60);
    }
}
