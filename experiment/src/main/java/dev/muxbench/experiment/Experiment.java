package dev.muxbench.experiment;

import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * All trials of a run. A round measures everything once, each scenario's backends one after the other, in a random order each
 * round: a machine that becomes slower or faster meanwhile, or at even distances, favours none of them. A trial that is INVALID is repeated at
 * the end of its round, once. Rounds go on until every ratio is narrow enough, or the time is spent.
 *
 * <p>Threads: see the package.
 */
public final class Experiment {
    private static final int MOST_ATTEMPTS = 2;

    private final RunPlan plan;
    private final RunFolder folder;
    private final Progress progress;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<String, String> commands = new LinkedHashMap<>(); // of servers, as they were first seen
    private final Settled settled;
    private final long seed = System.currentTimeMillis();
    private final Random random = new Random(seed);
    private final MachineTime timeBefore = MachineTime.now();
    private final long startNanos = System.nanoTime();
    private final String started = Instant.now().toString();

    private double maxLoad; // of the machine, at the end of a trial
    private long longestRoundNanos;
    private volatile boolean stopped; // by the shutdown thread
    private volatile @Nullable TrialRun current;

    public Experiment(RunPlan plan, RunFolder folder, Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.settled = new Settled(plan);
    }

    /** Ends the trial that runs; the others are left out. */
    public void stop() {
        stopped = true;
        var running = current;
        if (running != null) {
            running.stop();
        }
    }

    /** @throws IOException if results cannot be written */
    public void run() throws IOException, InterruptedException {
        folder.writeManifest(manifest());
        folder.writeEnvironment(Environment.capture());
        for (int round = 1; round <= plan.rounds() && !stopped && isTimeForOneMore(); round++) {
            var open = settled.open(trials);
            if (open.isEmpty()) {
                break;
            }
            long start = System.nanoTime();
            int before = trials.size();
            measure(open, round);
            if (trials.subList(before, trials.size()).stream().allMatch(Trial::isFailed)) {
                break; // the next would not do better
            }
            longestRoundNanos = Math.max(longestRoundNanos, System.nanoTime() - start);
        }
        var environment = new LinkedHashMap<>(Environment.capture());
        environment.put("stealSecondsDuringRun", stealSeconds());
        environment.put("loadMaxDuringRun", maxLoad);
        folder.writeEnvironment(environment);
        folder.writeVerdict(verdictName(), reasons());
    }

    private boolean isTimeForOneMore() {
        var budget = plan.budget();
        return budget == null
                || trials.isEmpty()
                || System.nanoTime() - startNanos + longestRoundNanos <= budget.toNanos();
    }

    private void measure(List<Scenario> scenarios, int round) throws IOException, InterruptedException {
        var again = new ArrayList<TrialRun>();
        for (var scenario : scenarios) {
            for (int count : scenario.question().clients()) {
                for (var point : scenario.question().points()) {
                    for (var contestant : shuffled(scenario)) {
                        if (stopped) {
                            break;
                        }
                        var cell = new Trial.Cell(scenario.name(), contestant.name(), count, point);
                        if (isToBeRepeated(measure(trial(scenario, contestant, cell, round, 1)))) {
                            again.add(trial(scenario, contestant, cell, round, MOST_ATTEMPTS));
                        }
                    }
                }
            }
        }
        for (var trial : again) {
            if (!stopped) {
                measure(trial);
            }
        }
    }

    private List<Contestant> shuffled(Scenario scenario) {
        var order = new ArrayList<>(plan.contestants(scenario));
        Collections.shuffle(order, random);
        return order;
    }

    private static boolean isToBeRepeated(Trial trial) {
        return !trial.isValid() && !trial.isFailed();
    }

    private TrialRun trial(Scenario scenario, Contestant contestant, Trial.Cell cell, int round, int attempt) {
        var title = contestant.name() + " " + cell.clients() + " " + scenario.name()
                + (cell.point() == null ? "" : ", " + cell.point()) + ", round " + round
                + (plan.budget() == null ? " of " + plan.rounds() : "") + (attempt == 1 ? "" : " again");
        return new TrialRun(
                scenario,
                contestant,
                cell,
                round,
                attempt,
                plan.placement(),
                folder,
                progress.titled(() -> title + remaining() + ": "));
    }

    private String remaining() {
        var budget = plan.budget();
        if (budget == null) {
            return "";
        }
        long left = Math.max(0, budget.toNanos() - (System.nanoTime() - startNanos));
        var time = Duration.ofNanos(left);
        return String.format(Locale.ROOT, ", at most %d:%02d left", time.toMinutes(), time.toSecondsPart());
    }

    private Trial measure(TrialRun run) throws IOException, InterruptedException {
        current = run;
        var trial = run.run();
        current = null;
        if (stopped) {
            trial = trial.withVerdict(Trial.INVALID); // Ctrl-C reaches the server too: what it broke off says nothing
        }
        trials.add(trial);
        maxLoad = Math.max(maxLoad, trial.figures().getOrDefault("machineLoad", 0.0));
        folder.writeTrials(trials);
        if (commands.putIfAbsent(trial.backend(), trial.server().getOrDefault("command", "unknown")) == null) {
            folder.writeManifest(manifest());
        }
        return trial;
    }

    private Map<String, Object> manifest() {
        var map = new LinkedHashMap<String, Object>();
        map.put("schema", RunFolder.SCHEMA_VERSION);
        map.put("started", started);
        map.put("backends", Contestant.names(plan.contestants()));
        var called = new LinkedHashMap<String, String>();
        plan.contestants().stream()
                .filter(contestant -> !contestant.name().equals(contestant.text()))
                .forEach(contestant -> called.put(contestant.name(), contestant.text()));
        map.put("called", called);
        map.put("leftOut", plan.leftOut());
        map.put("baseline", plan.baseline());
        map.put("rounds", plan.budget() == null ? plan.rounds() : "until precise, or the budget is spent");
        var budget = plan.budget();
        map.put("budgetSeconds", budget == null ? "none" : budget.toMillis() / 1e3);
        map.put("placement", plan.placement().toString());
        map.put("precision", plan.precision());
        map.put("order", "random in each round");
        map.put("seed", seed);
        map.put("scenarios", plan.scenarios().stream().map(Scenario::question).toList());
        map.put("serverCommand", commands);
        map.put("commit", Environment.gitCommit(Path.of(System.getProperty("muxbench.home", "."))));
        return map;
    }

    // ---- What it is worth.

    /** FAILED if anything was lost or wrong, INCOMPLETE if it was stopped, INVALID if a backend has no VALID trial somewhere. */
    public String verdictName() {
        if (trials.stream().anyMatch(Trial::isFailed)) {
            return Trial.FAILED;
        }
        if (stopped) {
            return RunFolder.INCOMPLETE;
        }
        return unsound().isEmpty() ? Trial.VALID : Trial.INVALID;
    }

    private List<Trial.Cell> unsound() {
        var cells = plan.scenarios().stream()
                .flatMap(scenario -> scenario.question().cells(Contestant.names(plan.contestants(scenario))).stream())
                .toList();
        return cells.stream()
                .filter(cell -> trials.stream().noneMatch(trial -> trial.cell().equals(cell) && trial.isValid()))
                .toList();
    }

    /** Why it is not VALID; and each trial that was not, also if it was repeated. */
    public List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (stopped) {
            reasons.add("stopped before its end");
        }
        trials.stream()
                .filter(trial -> !trial.isValid())
                .forEach(trial -> reasons.add(trial.title() + ": " + trial.judgement()));
        return reasons;
    }

    /** Time that the hypervisor gave to others meanwhile, in seconds over all cores. */
    public double stealSeconds() {
        return MachineTime.now().stealSecondsSince(timeBefore);
    }
}
