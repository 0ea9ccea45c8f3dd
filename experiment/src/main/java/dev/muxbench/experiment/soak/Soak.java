package dev.muxbench.experiment.soak;

import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.LoadFigures;
import dev.muxbench.experiment.Progress;
import dev.muxbench.experiment.TrialRecorder;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Phase after phase, and the simulation between them, until the budget is used. Each backend has one process without and one with TLS
 * that live through all phases; phases whose fault ends or spoils their server have one of their own.
 *
 * <p>Threads: {@link #stop()} any; all else the caller's.
 */
public final class Soak implements AutoCloseable {
    private static final long SIMULATION_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SEEDS_OF_A_SOAK = 1_000_000_000L; // so that soaks of neighbouring seeds simulate others
    private static final long MILLIS_TO_REST = 300; // until the last connections of a load are closed

    private final SoakPlan plan;
    private final RunFolder folder;
    private final Function<Map<String, String>, LoadPlan> toPlan;
    private final LongConsumer simulation;
    private final Progress progress;
    private final boolean live;
    private final TestCertificate certificate;
    private final List<Trial> trials;
    private final List<String> simulationFaults = new ArrayList<>();
    private final Map<String, SoakServer> servers = new HashMap<>(); // by backend and encryption
    private final Map<SoakServer, Double> deliveries = new HashMap<>(); // of those
    private final Map<String, Integer> lives = new HashMap<>(); // likewise
    private final String started;
    private long simulatedSeeds;
    private volatile boolean stopped;
    private volatile @Nullable LoadRun current;

    /**
     * @param before     trials of its first part, if it goes on
     * @param toPlan     of options of {@code load}, without hyphens
     * @param live       whether each second of a load is shown, not its result only
     * @param simulation of a seed; throws an AssertionError that names the seed if it finds a fault
     * @throws IOException if the folder cannot be written
     */
    public Soak(
            SoakPlan plan,
            RunFolder folder,
            List<Trial> before,
            long simulatedSeeds,
            Function<Map<String, String>, LoadPlan> toPlan,
            LongConsumer simulation,
            Progress progress,
            boolean live)
            throws IOException {
        this.plan = plan;
        this.folder = folder;
        this.trials = new ArrayList<>(before);
        this.started =
                before.isEmpty() ? Instant.now().toString() : before.getFirst().started();
        this.simulatedSeeds = simulatedSeeds;
        this.toPlan = toPlan;
        this.simulation = simulation;
        this.progress = progress;
        this.live = live;
        this.certificate = TestCertificate.in(folder.path());
        for (var trial : before) {
            lives.merge(trial.backend() + isEncrypted(trial), trial.epoch(), Math::max);
        }
    }

    private static boolean isEncrypted(Trial trial) {
        return trial.scenario().endsWith("-tls");
    }

    /** Ends it after the phase that runs. */
    public void stop() {
        stopped = true;
        var running = current;
        if (running != null) {
            running.stop();
        }
    }

    /** Goes on with the phase after the last one, for so long, and for one phase at least. */
    public void run(Duration budget) throws IOException, InterruptedException {
        long end = System.nanoTime() + budget.toNanos();
        folder.writeEnvironment(Environment.capture());
        folder.writeManifest(manifest(budget));
        do {
            run(trials.size());
            simulate();
            folder.writeManifest(manifest(budget));
        } while (!stopped && System.nanoTime() - end < 0);
        judge(stopped);
    }

    /** One phase alone. */
    public void replay(long number) throws IOException, InterruptedException {
        run(number);
        folder.writeManifest(manifest(Duration.ZERO));
        judge(false);
    }

    // ---- A phase.

    private void run(long number) throws IOException, InterruptedException {
        var phase = plan.phase(number);
        progress.say((number + 1) + "  " + phase);
        var started = Instant.now().toString();
        var stem = phase.scenario() + "-" + phase.contestant().name() + "-phase" + (number + 1);
        var figures = new LinkedHashMap<String, Double>();
        var complaints = new ArrayList<String>();
        var verdict = Trial.FAILED;
        var about = new LinkedHashMap<String, String>();
        var key = phase.contestant().name() + phase.tls();
        try {
            var server = server(phase, key, stem);
            about.putAll(server.about());
            try {
                verdict = load(phase, server, stem, figures, about, complaints);
                if (!server.isAlive()) {
                    complaints.add("the server died: " + server.lastLogLines());
                }
                if (complaints.isEmpty() && !phase.hardship().fault().needsOwnServer()) {
                    readVitals(server, figures);
                }
            } finally {
                if (phase.hardship().fault().needsOwnServer() || !server.isAlive()) {
                    server.close();
                    servers.remove(key, server);
                }
            }
        } catch (IOException | LoadException e) {
            complaints.add(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
        if (stopped) {
            return; // what was broken off says nothing, and is done again when the soak goes on
        }
        if (!complaints.isEmpty()) {
            verdict = Trial.FAILED;
            progress.say("FAILED: " + String.join("; ", complaints));
        } else {
            progress.say(String.format(
                    Locale.ROOT, "%s, %,.0f deliveries", verdict, figures.getOrDefault("deliveries", 0.0)));
        }
        about.put("load", phase.toString());
        trials.add(new Trial(
                phase.scenario(),
                phase.contestant().name(),
                phase.clients(),
                null,
                lives.getOrDefault(key, 1),
                (int) number + 1,
                false,
                started,
                verdict,
                complaints,
                stem,
                figures,
                about,
                List.of()));
        folder.writeTrials(trials);
    }

    private SoakServer server(Phase phase, String key, String stem) throws IOException, InterruptedException {
        if (phase.hardship().fault().needsOwnServer()) {
            return SoakServer.start(phase, certificate, folder.file(stem + ".log"));
        }
        var known = servers.get(key);
        if (known != null) {
            return known;
        }
        int life = lives.merge(key, 1, Integer::sum);
        var log = phase.contestant().name() + (phase.tls() ? "-tls" : "") + "-process" + life + ".log";
        var server = SoakServer.start(phase, certificate, folder.file(log));
        servers.put(key, server);
        return server;
    }

    private String load(
            Phase phase,
            SoakServer server,
            String stem,
            Map<String, Double> figures,
            Map<String, String> about,
            List<String> complaints)
            throws IOException, InterruptedException, LoadException {
        var options = new LinkedHashMap<>(phase.load());
        if (phase.tls()) {
            options.put("tls", "true");
            options.put("tls-ca", certificate.certificate().toString());
        }
        var load = toPlan.apply(options).against(Targets.of(server.address()));
        var fault = new FaultThread(phase, server);
        try (var recorder =
                new TrialRecorder(folder.file(stem), phase.contestant().name(), row -> {})) {
            var run = new LoadRun(
                    load, LoadListener.all(live ? List.of(recorder, fault, progress) : List.of(recorder, fault)));
            current = run;
            if (stopped) {
                run.stop();
            }
            var report = run.run();
            fault.complaint().ifPresent(complaints::add);
            figures.putAll(LoadFigures.of(report));
            deliveries.merge(server, (double) report.deliveries().verified(), Double::sum);
            var verdict = LoadFigures.name(report.verdict());
            if (verdict.equals(Trial.FAILED) && !stopped) {
                complaints.addAll(report.verdict().why());
            } else {
                about.put("doubts", String.join("; ", report.verdict().why()));
            }
            return verdict;
        } finally {
            current = null;
            var _ = fault.complaint(); // it is over before anything else begins
        }
    }

    private void readVitals(SoakServer server, Map<String, Double> figures) throws IOException, InterruptedException {
        Thread.sleep(MILLIS_TO_REST);
        Vitals.of(server.handle()).forEach((what, value) -> figures.put(what.key(), value));
        figures.put(SoakSummary.DELIVERIES_OF_LIFE, deliveries.getOrDefault(server, 0.0));
    }

    // ---- Between phases.

    private void simulate() {
        long end = System.nanoTime() + SIMULATION_NANOS;
        while (!stopped && System.nanoTime() - end < 0) {
            long seed = plan.seed() * SEEDS_OF_A_SOAK + simulatedSeeds++;
            try {
                simulation.accept(seed);
            } catch (AssertionError e) {
                simulationFaults.add(e.getMessage() + "; muxbench soak --simulate " + seed + " replays it");
            }
        }
    }

    // ---- What it has shown.

    private Map<String, Object> manifest(Duration budget) {
        var map = new LinkedHashMap<String, Object>();
        map.put("schema", RunFolder.SCHEMA_VERSION);
        map.put("started", started);
        map.put("commit", Environment.gitCommit(Path.of(System.getProperty("muxbench.home", "."))));
        map.put("soak", true);
        map.put("seed", plan.seed());
        map.put(
                "backends",
                plan.contestants().stream().map(BackendContestant::name).toList());
        map.put("contestants", contestants());
        map.put("budgetSeconds", budget.toSeconds());
        map.put("simulatedSeeds", simulatedSeeds);
        return map;
    }

    private String contestants() {
        return String.join(
                ",",
                plan.contestants().stream()
                        .map(contestant -> contestant.name().equals(contestant.text())
                                ? contestant.text()
                                : contestant.name() + "=" + contestant.text())
                        .toList());
    }

    private void judge(boolean endedEarly) throws IOException {
        var reasons = new ArrayList<String>();
        for (var trial : trials) {
            if (trial.isFailed()) {
                reasons.add("phase " + trial.pass() + ", " + trial.backend() + " " + trial.scenario() + ": "
                        + String.join("; ", trial.reasons()) + "; muxbench soak --seed " + plan.seed()
                        + " --backends '" + contestants() + "' --phase " + trial.pass() + " replays it");
            }
        }
        reasons.addAll(simulationFaults);
        reasons.addAll(new SoakSummary(trials).growthComplaints());
        if (!reasons.isEmpty()) {
            folder.writeVerdict(Trial.FAILED, reasons);
        } else if (endedEarly) {
            folder.writeVerdict(RunFolder.INCOMPLETE, List.of("stopped; muxbench soak --resume " + folder.path()));
        } else {
            folder.writeVerdict(Trial.VALID, List.of());
        }
    }

    /** Ends all servers. */
    @Override
    public void close() {
        servers.values().forEach(SoakServer::close);
    }
}
