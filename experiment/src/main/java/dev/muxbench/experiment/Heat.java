package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One load in an epoch: all contestants come to their pace under it, and then short trials go round them, again and again. Only
 * neighbours in time are compared, because the machine changes its pace within seconds: a pass has one trial of each contestant, in a
 * random order, and its clients stay connected to all of them so that a pass is short. If one of its trials is INVALID, the pass is
 * dropped as a whole, so that no contestant is spared what it cannot do.
 *
 * <p>Threads: the run's.
 */
final class Heat {
    private final int epoch;
    private final Setting setting;
    private final List<Running> servers;
    private final Bench bench;
    private final double budgetSeconds;
    private double besideSeconds; // what the trials took beside their loads
    private int trials;

    /** @param budgetSeconds that it is to take */
    Heat(int epoch, Setting setting, List<Running> servers, Bench bench, double budgetSeconds) {
        this.epoch = epoch;
        this.setting = setting;
        this.servers = servers;
        this.bench = bench;
        this.budgetSeconds = budgetSeconds;
    }

    /** @throws IOException if results cannot be written */
    void run() throws IOException, InterruptedException {
        double end = bench.secondsSinceStart() + budgetSeconds;
        try {
            warmUp(1);
            gather();
            for (int turn = 2; isWarming(); turn++) {
                warmUp(turn);
            }
            plan(end - bench.secondsSinceStart());
            measure();
        } finally {
            servers.forEach(Running::disperse);
            bench.log().write();
        }
    }

    private List<Running> contestants() {
        return servers.stream()
                .filter(server -> !bench.isOut(setting.cell(server.contestant())))
                .toList();
    }

    // ---- Warm-up.

    private boolean isWarming() {
        return !bench.isStopped()
                && contestants().stream()
                        .anyMatch(server -> !server.warmUp(setting).isOver());
    }

    private void warmUp(int turn) throws IOException, InterruptedException {
        for (var server : bench.shuffled(contestants())) {
            if (!server.warmUp(setting).isOver() && !bench.isStopped()) {
                warmUp(server, turn);
            }
        }
    }

    private void warmUp(Running server, int turn) throws IOException, InterruptedException {
        var run = new TrialRun(
                server, setting, WarmUp.load(turn == 1 ? setting.load() : bench.loadOf(setting)), epoch, 0, turn);
        var trial = measure(run, server, "warm-up");
        var warmUp = server.warmUp(setting);
        warmUp.add(trial);
        leaveOutIfFailed(server, trial);
        if (warmUp.isOver() && warmUp.isHopeless() && !bench.isStopped()) {
            bench.leaveOut(setting.cell(server.contestant()), trial.judgement());
        }
    }

    private Trial measure(TrialRun run, Running server, String place) throws IOException, InterruptedException {
        double begin = bench.secondsSinceStart();
        var trial = bench.measure(run, server, setting, epoch, place);
        besideSeconds += Math.max(0, bench.secondsSinceStart() - begin - run.loadSeconds());
        trials++;
        return trial;
    }

    private void leaveOutIfFailed(Running server, Trial trial) {
        if (trial.isFailed()) {
            bench.leaveOut(setting.cell(server.contestant()), trial.judgement());
        }
        if (!server.process().isAlive()) {
            bench.leaveOut(server.contestant(), trial.judgement());
        }
    }

    /** From here on the clients stay, unless their coming is what is asked about. */
    private void gather() throws InterruptedException {
        if (!bench.clientsStay(setting)) {
            return;
        }
        besideSeconds = 0;
        trials = 0;
        for (var server : contestants()) {
            try {
                if (!bench.isStopped()) {
                    bench.gather(server, setting);
                }
            } catch (LoadException e) {
                bench.leaveOut(setting.cell(server.contestant()), String.valueOf(e.getMessage()));
            }
        }
    }

    // ---- Passes.

    /** @param seconds that are left */
    private void plan(double seconds) {
        if (contestants().isEmpty()) {
            return; // nobody came to its pace
        }
        var load = bench.loadOf(setting);
        double trial = Design.seconds(load) + besideSeconds / Math.max(1, trials);
        bench.fixPasses(setting, Design.passes(seconds, contestants().size() * trial));
    }

    private void measure() throws IOException, InterruptedException {
        int planned = bench.passesOf(setting);
        int kept = 0;
        for (int pass = 1; kept < planned && pass <= planned + Design.reserve(planned) && !bench.isStopped(); pass++) {
            kept += measure(pass, planned) ? 1 : 0;
        }
    }

    /** Returns false if the pass was disturbed. */
    private boolean measure(int pass, int planned) throws IOException, InterruptedException {
        var trials = new LinkedHashMap<Running, Trial>();
        for (var server : bench.shuffled(contestants())) {
            if (!bench.isStopped()) {
                var run = new TrialRun(server, setting, bench.loadOf(setting), epoch, pass, 0);
                trials.put(server, measure(run, server, "pass " + pass + " of " + planned));
            }
        }
        trials.forEach(this::leaveOutIfFailed);
        boolean sound = !bench.isStopped() && trials.values().stream().allMatch(Trial::isValid);
        if (!sound) {
            bench.log().drop(List.copyOf(trials.values()));
        }
        return sound && !trials.isEmpty();
    }
}
