package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One load in an epoch: warms all contestants up under it, then makes passes. A pass has one short trial of each contestant, in random
 * order. Only trials of one pass are compared, because the machine changes its pace within seconds, and clients stay connected to all
 * contestants so that a pass is short. If a trial is INVALID, its whole pass is dropped, so that no contestant is spared what it cannot
 * do. If the highest rate is asked for, a first search before the run's first pass finds about how high it is.
 *
 * <p>Threads: the run's.
 */
final class Heat {
    private final int epoch;
    private final Setting setting;
    private final List<Running> servers;
    private final Bench bench;
    private final double budgetSeconds;
    private double besideSeconds; // of the trials, without the times of their loads
    private int loads;
    private int turns; // of the warm-up

    /** @param budgetSeconds for this load */
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
            warmUpOnce();
            gather();
            while (isWarming()) {
                warmUpOnce();
            }
            double searched = search();
            if (!contestants().isEmpty()) {
                plan(end - bench.secondsSinceStart() + searched - bench.shared(searched));
                measure();
            }
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

    private void warmUpOnce() throws IOException, InterruptedException {
        turns++;
        for (var server : bench.shuffled(contestants())) {
            if (!server.warmUp(setting).isOver() && !bench.isStopped()) {
                warmUp(server);
            }
        }
    }

    private void warmUp(Running server) throws IOException, InterruptedException {
        var load = bench.plan().warmUp(setting, turns == 1 ? setting.load() : bench.loadOf(setting), turns);
        var run = TrialRun.ofWarmUp(server, setting, load, epoch, turns);
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
        loads += run.loads();
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

    /** Connects the clients, which stay from here on unless the scenario asks about their coming. */
    private void gather() throws InterruptedException {
        if (!bench.plan().clientsStay(setting)) {
            return;
        }
        besideSeconds = 0;
        loads = 0;
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

    // ---- Before the first pass of the run, where a rate is asked for.

    /** Searches about the highest rates. Returns the seconds that it took. */
    private double search() throws IOException, InterruptedException {
        if (!setting.isSearch()) {
            return 0;
        }
        double begin = bench.secondsSinceStart();
        for (var server : bench.shuffled(contestants())) {
            if (bench.rateOf(setting.cell(server.contestant())) == null) {
                search(server);
            }
        }
        return bench.secondsSinceStart() - begin;
    }

    private void search(Running server) throws IOException, InterruptedException {
        var cell = setting.cell(server.contestant());
        var search = setting.search();
        for (int number = turns + 1; !search.isOver() && !bench.isStopped() && !bench.isOut(cell); number++) {
            var arrivals = new Arrivals.Poisson(search.next(), bench.seed(epoch, 0, number));
            var load = bench.loadOf(setting).due(arrivals);
            var run = TrialRun.ofWarmUp(server, setting, load, epoch, number);
            leaveOutIfFailed(server, measure(run, server, "search"));
            search.add(run.isKept());
        }
        if (search.isOver()) {
            search.result()
                    .ifPresentOrElse(
                            rate -> bench.fixRate(cell, rate),
                            () -> bench.leaveOut(cell, setting.goal() + ": " + search.failure()));
        }
    }

    // ---- Passes.

    /** @param seconds left for passes */
    private void plan(double seconds) {
        if (contestants().isEmpty()) {
            return; // no contestant is left
        }
        var load = bench.loadOf(setting);
        double trial = setting.loadsOfATrial() * (Design.seconds(load) + besideSeconds / Math.max(1, loads));
        bench.fixPasses(setting, Design.passes(seconds, contestants().size() * trial));
    }

    private void measure() throws IOException, InterruptedException {
        int planned = bench.passesOf(setting);
        int kept = 0;
        for (int pass = 1; kept < planned && pass <= planned + Design.reserve(planned) && !bench.isStopped(); pass++) {
            kept += measure(pass, planned) ? 1 : 0;
        }
    }

    /** Makes a pass. Returns false if it was disturbed. */
    private boolean measure(int pass, int planned) throws IOException, InterruptedException {
        System.gc(); // now, and not while something is measured
        var trials = new LinkedHashMap<Running, Trial>();
        for (var server : bench.shuffled(contestants())) {
            if (!bench.isStopped()) {
                var run = run(server, pass);
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

    private TrialRun run(Running server, int pass) {
        var rate = bench.rateOf(setting.cell(server.contestant()));
        var rates = rate == null
                ? null
                : new TrialRun.Rates(HighestRate.around(rate), number -> bench.seed(epoch, pass, number));
        return TrialRun.ofPass(server, setting, bench.loadOf(setting), epoch, pass, rates);
    }
}
