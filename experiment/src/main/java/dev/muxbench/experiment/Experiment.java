package dev.muxbench.experiment;

import dev.muxbench.load.judge.MachineTime;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.RunView;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole run: its epochs one after the other, see {@link Epoch} and {@link Design}.
 *
 * <p>Threads: see the package.
 */
public final class Experiment {
    private final RunPlan plan;
    private final RunFolder folder;
    private final TrialLog log;
    private final Bench bench;
    private final int epochs;
    private final long seed = System.currentTimeMillis();
    private final MachineTime timeBefore = MachineTime.now();
    private final String started = Instant.now().toString();

    public Experiment(RunPlan plan, RunFolder folder, Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.log = new TrialLog(folder);
        this.epochs = Design.epochs(plan);
        this.bench = new Bench(plan, epochs, folder, progress, log, seed);
    }

    /** Ends the current trial and leaves the others out. */
    public void stop() {
        bench.stop();
    }

    /** @throws IOException if results cannot be written */
    public void run() throws IOException, InterruptedException {
        folder.writeManifest(manifest());
        folder.writeEnvironment(environment());
        var groups = Group.of(plan.scenarios());
        int loads = groups.stream().mapToInt(group -> group.settings().size()).sum();
        for (int number = 1; number <= epochs; number++) {
            for (var group : groups) {
                if (!bench.isStopped()) {
                    double share = (double) group.settings().size() / loads / epochs;
                    new Epoch(number, group, bench, share * plan.budget().toMillis() / 1e3).run();
                    folder.writeManifest(manifest());
                }
            }
        }
        var environment = environment();
        environment.put("stealSecondsDuringRun", stealSeconds());
        environment.put("loadMaxDuringRun", maxLoad());
        folder.writeEnvironment(environment);
        var soundness = new Soundness(bench, epochs);
        folder.writeVerdict(soundness.verdict(), soundness.reasons());
    }

    /** Returns the environment of this machine, and of the servers' machine if it is another one. */
    private Map<String, Object> environment() {
        var environment = new LinkedHashMap<>(Environment.capture());
        var host = plan.placement().host();
        if (host != null) {
            environment.put("serverHost", host.environment());
        }
        return environment;
    }

    private double maxLoad() {
        return log.all().stream()
                .mapToDouble(trial -> trial.figures().getOrDefault("machineLoad", 0.0))
                .max()
                .orElse(0);
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
        var later = new LinkedHashMap<String, String>();
        bench.leftOut().forEach((cell, why) -> later.put(cell.title(), why));
        map.put(RunView.LEFT_OUT_LATER, later);
        map.put("baseline", plan.baseline());
        map.put("epochs", epochs);
        var passes = new LinkedHashMap<String, Integer>();
        Group.of(plan.scenarios())
                .forEach(group ->
                        group.settings().forEach(setting -> passes.put(setting.title(), bench.passesOf(setting))));
        map.put("passesOfAnEpoch", passes);
        map.put("budgetSeconds", plan.budget().toMillis() / 1e3);
        map.put("profiled", plan.profiled());
        map.put("placement", plan.placement().toString());
        map.put("order", "random in each pass");
        map.put("seed", seed);
        map.put("scenarios", plan.scenarios().stream().map(Scenario::question).toList());
        var commands = new LinkedHashMap<String, String>();
        log.all().stream()
                .filter(trial -> trial.server().containsKey("command"))
                .forEach(trial ->
                        commands.putIfAbsent(trial.backend(), trial.server().get("command")));
        map.put("serverCommand", commands);
        map.put("commit", Agent.commit());
        return map;
    }

    /** Returns the time that the hypervisor gave to others during the run, in seconds over all cores. */
    public double stealSeconds() {
        return MachineTime.now().stealSecondsSince(timeBefore);
    }
}
