package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new process of each contestant, from its start to its end: all of them come to their pace under each load, and then short trials go
 * round them, again and again. Only neighbours in time are compared, because the machine changes its pace within minutes: a pass has one
 * trial of each contestant, in a random order. If one of these is INVALID, the pass is dropped as a whole, so that no contestant is
 * spared what it cannot do.
 *
 * <p>Threads: the run's.
 */
final class Epoch {
    private final int number;
    private final int of;
    private final Group group;
    private final Bench bench;
    private final double budgetSeconds; // for all epochs of this group
    private final List<Running> servers = new ArrayList<>();
    private double warmUpSeconds; // that its trials took
    private double guessedSeconds; // likewise, at a guess

    /** @param of how many epochs there are to be */
    Epoch(int number, int of, Group group, Bench bench, double budgetSeconds) {
        this.number = number;
        this.of = of;
        this.group = group;
        this.bench = bench;
        this.budgetSeconds = budgetSeconds;
    }

    /** @throws IOException if results cannot be written */
    void run() throws IOException, InterruptedException {
        double begin = bench.secondsSinceStart();
        try {
            start();
            warmUp();
            plan(bench.secondsSinceStart() - begin);
            measure();
        } finally {
            servers.forEach(Running::close);
        }
    }

    private void start() throws IOException, InterruptedException {
        for (var contestant : bench.shuffled(bench.plan().contestants())) {
            if (!bench.isStopped() && !cellsOf(contestant).isEmpty()) {
                try {
                    servers.add(new Running(contestant, bench.start(contestant, group, number)));
                } catch (Server.StartFailure e) {
                    for (var cell : cellsOf(contestant)) {
                        bench.log().add(failedToStart(cell, String.valueOf(e.getMessage())));
                        bench.leaveOut(cell, "it did not start");
                    }
                }
            }
        }
    }

    /** Its cells that are still measured. */
    private List<Trial.Cell> cellsOf(Contestant contestant) {
        return group.settings().stream()
                .map(setting -> setting.cell(contestant))
                .filter(cell -> !bench.isOut(cell))
                .toList();
    }

    private Trial failedToStart(Trial.Cell cell, String why) {
        return new Trial(
                cell.scenario(),
                cell.backend(),
                cell.clients(),
                cell.point(),
                number,
                0,
                false,
                Instant.now().toString(),
                Trial.FAILED,
                List.of(why),
                "",
                Map.of(),
                Map.of(),
                List.of());
    }

    private List<Running> contestants(Setting setting) {
        return servers.stream()
                .filter(server -> !bench.isOut(setting.cell(server.contestant())))
                .toList();
    }

    // ---- Warm-up.

    private void warmUp() throws IOException, InterruptedException {
        boolean warming = true;
        for (int turn = 1; warming && !bench.isStopped(); turn++) {
            warming = false;
            for (var setting : bench.shuffled(group.settings())) {
                for (var server : bench.shuffled(contestants(setting))) {
                    if (!server.warmUp(setting).isOver() && !bench.isStopped()) {
                        warming = true;
                        warmUp(server, setting, turn);
                    }
                }
            }
        }
    }

    private void warmUp(Running server, Setting setting, int turn) throws IOException, InterruptedException {
        double begin = bench.secondsSinceStart();
        var run = new TrialRun(server, setting, setting.load(), number, 0, turn);
        var trial = bench.measure(run, server, setting, "epoch " + number + " of " + of + ", warm-up");
        warmUpSeconds += bench.secondsSinceStart() - begin;
        guessedSeconds += Design.seconds(List.of(setting));
        var warmUp = server.warmUp(setting);
        warmUp.add(trial);
        leaveOutIfFailed(server, setting, trial);
        if (warmUp.isOver() && warmUp.isHopeless() && !bench.isStopped()) {
            bench.leaveOut(setting.cell(server.contestant()), trial.judgement());
        }
    }

    private void leaveOutIfFailed(Running server, Setting setting, Trial trial) {
        if (trial.isFailed()) {
            bench.leaveOut(setting.cell(server.contestant()), trial.judgement());
        }
        if (!server.process().isAlive()) {
            cellsOf(server.contestant()).forEach(cell -> bench.leaveOut(cell, trial.judgement()));
        }
    }

    // ---- Passes.

    /**
     * All settings have the same time.
     *
     * @param seconds that start and warm-up took
     */
    private void plan(double seconds) {
        double each = (budgetSeconds / of - seconds) / group.settings().size();
        for (var setting : group.settings()) {
            if (bench.passesOf(setting) == 0 && guessedSeconds > 0) {
                double pass = servers.size() * Design.seconds(List.of(setting)) * warmUpSeconds / guessedSeconds;
                bench.fixPasses(setting, Design.passes(each, pass));
            }
        }
    }

    private void measure() throws IOException, InterruptedException {
        var kept = new HashMap<Setting, Integer>();
        boolean measuring = true;
        for (int pass = 1; measuring; pass++) {
            measuring = false;
            for (var setting : bench.shuffled(group.settings())) {
                int planned = bench.passesOf(setting);
                boolean open = kept.getOrDefault(setting, 0) < planned && pass <= planned + Design.reserve(planned);
                if (open && !bench.isStopped()) {
                    measuring = true;
                    kept.merge(setting, measure(setting, pass, planned) ? 1 : 0, Integer::sum);
                }
            }
        }
    }

    /** Returns false if the pass was disturbed. */
    private boolean measure(Setting setting, int pass, int planned) throws IOException, InterruptedException {
        var trials = new LinkedHashMap<Running, Trial>();
        for (var server : bench.shuffled(contestants(setting))) {
            if (!bench.isStopped()) {
                var place = "epoch " + number + " of " + of + ", pass " + pass + " of " + planned;
                trials.put(
                        server,
                        bench.measure(
                                new TrialRun(server, setting, bench.loadOf(setting), number, pass, 0),
                                server,
                                setting,
                                place));
            }
        }
        trials.forEach((server, trial) -> leaveOutIfFailed(server, setting, trial));
        boolean sound = !bench.isStopped() && trials.values().stream().allMatch(Trial::isValid);
        if (!sound) {
            bench.log().drop(List.copyOf(trials.values()));
        }
        return sound && !trials.isEmpty();
    }
}
