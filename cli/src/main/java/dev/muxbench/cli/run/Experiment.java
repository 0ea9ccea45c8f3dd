package dev.muxbench.cli.run;

import dev.muxbench.cli.ProgressLine;
import dev.muxbench.load.LoadException;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.Verdict;
import dev.muxbench.results.Environment;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All trials of a run. Each round goes through the backends in another order (A B C, B C A, …), so that a machine that becomes
 * slower or faster meanwhile does not favour one of them.
 *
 * <p>Threads: see the package.
 */
public final class Experiment {
    private final List<String> backends;
    private final List<Integer> clients;
    private final List<Scenario> scenarios;
    private final int rounds;
    private final RunFolder folder;
    private final PrintWriter err;
    private final List<Trial> trials = new ArrayList<>();
    private final long stealBefore = Environment.stealTicks();

    private volatile boolean stopped; // by the shutdown thread
    private volatile @Nullable LoadRun current; // the load that is running

    /**
     * @param backends names of available ones
     * @param clients  connections; every backend is measured with each
     * @param err      for progress
     */
    public Experiment(
            List<String> backends, List<Integer> clients, Profile profile, RunFolder folder, PrintWriter err) {
        this.backends = backends;
        this.clients = clients;
        this.scenarios = profile.scenarios();
        this.rounds = profile.rounds();
        this.folder = folder;
        this.err = err;
    }

    /** Ends the trial that runs; the others are left out. */
    public void stop() {
        stopped = true;
        var load = current;
        if (load != null) {
            load.stop();
        }
    }

    /** @throws IOException if results cannot be written */
    public void run() throws IOException, InterruptedException {
        folder.writeManifest(manifest());
        folder.writeEnvironment(Environment.capture());
        for (int count : clients) {
            for (int round = 1; round <= rounds && !stopped; round++) {
                for (int i = 0; i < backends.size() && !stopped; i++) {
                    measure(backends.get((i + round - 1) % backends.size()), count, round);
                    folder.writeTrials(trials.stream().map(Trial::asMap).toList());
                }
            }
        }
        folder.writeVerdict(verdictName(), reasons());
    }

    private void measure(String backend, int count, int round) throws IOException, InterruptedException {
        var stem = backend + "-" + count + "-round" + round;
        try (var server = ServerProcess.start(backend, folder.file(stem + "-server.log"))) {
            for (var scenario : scenarios) {
                if (!stopped) {
                    trials.add(
                            load(server, backend, count, round, scenario, folder.file(stem + "-" + scenario.name())));
                }
            }
        } catch (ServerProcess.StartFailure e) {
            trials.add(Trial.failed(backend, count, round, "start", String.valueOf(e.getMessage())));
            new ProgressLine(err).say(backend + ": " + e.getMessage());
        }
    }

    private Trial load(ServerProcess server, String backend, int count, int round, Scenario scenario, Path stem)
            throws IOException, InterruptedException {
        var progress = new ProgressLine(
                err, backend + " " + count + " " + scenario.name() + " " + round + "/" + rounds + ": ");
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        try (var recorder = new TrialRecorder(stem, backend, server.handle(), progress)) {
            var run = new LoadRun(scenario.plan(target, count), recorder);
            current = run;
            long cpuBefore = ProcessUse.cpu(server.handle()).toNanos();
            var report = run.run();
            double cpu = (double) ProcessUse.cpu(server.handle()).toNanos() - cpuBefore;
            var verdict = server.isAlive()
                    ? report.verdict()
                    : new Verdict.Failed(List.of("the server died: " + server.lastLogLines()));
            return new Trial(
                    backend,
                    count,
                    round,
                    scenario.name(),
                    verdict,
                    report,
                    server.isAlive() && report.delivered() > 0 ? cpu / report.delivered() : Double.NaN,
                    ProcessUse.residentBytes(server.handle()),
                    server.threads());
        } catch (LoadException e) {
            return Trial.failed(backend, count, round, scenario.name(), String.valueOf(e.getMessage()));
        } finally {
            current = null;
            progress.end();
        }
    }

    private Map<String, Object> manifest() {
        var map = new LinkedHashMap<String, Object>();
        map.put("schema", RunFolder.SCHEMA_VERSION);
        map.put("started", Instant.now().toString());
        map.put("backends", backends);
        map.put("clients", clients);
        map.put("rounds", rounds);
        map.put("order", "rotated by one backend each round");
        map.put("scenarios", scenarios.stream().map(Scenario::toString).toList());
        map.put("serverCommand", String.join(" ", ServerProcess.command("BACKEND")));
        map.put("commit", Environment.gitCommit(Path.of(System.getProperty("muxbench.home", "."))));
        return map;
    }

    List<Trial> trials() {
        return trials;
    }

    /** The worst of the trials' verdicts; INCOMPLETE if some were left out. */
    public String verdictName() {
        if (trials.stream().anyMatch(trial -> trial.verdict() instanceof Verdict.Failed)) {
            return "FAILED";
        }
        if (stopped) {
            return RunFolder.INCOMPLETE;
        }
        return trials.stream().anyMatch(trial -> trial.verdict() instanceof Verdict.Invalid) ? "INVALID" : "VALID";
    }

    /** Why it is not VALID, trial by trial. */
    public List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (stopped) {
            reasons.add("stopped before its end");
        }
        for (var trial : trials) {
            if (!(trial.verdict() instanceof Verdict.Valid)) {
                reasons.add(trial.title() + ": " + trial.verdict().describe());
            }
        }
        return reasons;
    }

    /** Prints what was measured. */
    public void printTable(PrintWriter out) {
        new ResultTable(trials).print(backends, clients, out);
    }

    /** Time that the hypervisor gave to others meanwhile, in seconds over all cores. */
    public double stealSeconds() {
        return (Environment.stealTicks() - stealBefore) / 100.0;
    }

    /** What to measure and how often. */
    public enum Profile {
        QUICK,
        DEFAULT;

        int rounds() {
            return this == QUICK ? 1 : 3;
        }

        List<Scenario> scenarios() {
            return this == QUICK
                    ? List.of(Scenario.saturate(seconds(2), seconds(2)), Scenario.steady(seconds(1), seconds(2)))
                    : List.of(Scenario.saturate(seconds(2), seconds(4)), Scenario.steady(seconds(1), seconds(4)));
        }

        private static Duration seconds(int seconds) {
            return Duration.ofSeconds(seconds);
        }
    }
}
