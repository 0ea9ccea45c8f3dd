package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.results.Profile;
import dev.muxbench.results.ProfileRecording;
import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One more load on a server after all of its passes, in which its JVM records where its CPU time goes. The load is no trial, because
 * recording costs the server time.
 *
 * <p>Threads: the run's.
 */
final class ProfileRun {
    private static final Duration LEAST =
            Duration.ofSeconds(5); // at 4 ms of CPU time a sample, 1,000 for each busy core

    private final Running server;
    private final Setting setting;
    private final LoadPlan load;
    private final BooleanSupplier stopped;

    /**
     * A profile.
     *
     * @param load    of the passes, made longer if it is short
     * @param stopped asked about once a second
     */
    ProfileRun(Running server, Setting setting, LoadPlan load, BooleanSupplier stopped) {
        this.server = server;
        this.setting = setting;
        this.load = load.duration().compareTo(LEAST) < 0 ? load.lasting(load.warmup(), LEAST) : load;
        this.stopped = stopped;
    }

    /** @throws IOException if the profile cannot be written */
    void run(Placement placement, RunSettings settings, RunFolder folder, Progress progress)
            throws IOException, InterruptedException {
        var profile = profile(placement, settings, folder, progress);
        progress.end();
        if (!stopped.getAsBoolean()) {
            if (profile.unavailable() != null) {
                progress.say("not available here: " + profile.unavailable());
            }
            folder.writeProfile(setting.cell(server.contestant()), profile);
        }
    }

    private Profile profile(Placement placement, RunSettings settings, RunFolder folder, Progress progress)
            throws IOException, InterruptedException {
        if (!(server.process() instanceof ServerProcess process)) {
            return Profile.unavailable("it runs on another machine, or was not started by this run");
        }
        if (!process.isJvm()) {
            return Profile.unavailable(server.contestant().name() + " is no JVM");
        }
        var obstacle = Profiler.obstacle();
        if (obstacle.isPresent()) {
            return Profile.unavailable(obstacle.get());
        }
        var recording = folder.file(RunFolder.profileName(setting.cell(server.contestant())) + ".jfr")
                .toAbsolutePath();
        var profiler = new Profiler(process, recording);
        try {
            var verdict = put(placement, settings, profiler, progress);
            var failure = profiler.failure();
            if (failure.isPresent()) {
                return Profile.unavailable(failure.get());
            }
            var profile = ProfileRecording.read(recording);
            return profile.samples() == 0
                    ? Profile.unavailable("its JVM took no sample: it has used no CPU time, or cannot sample it")
                    : profile.under(judgement(verdict));
        } catch (LoadException e) {
            return Profile.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static String judgement(Verdict verdict) {
        var why = String.join("; ", verdict.why());
        return LoadFigures.name(verdict) + (why.isEmpty() ? "" : ": " + why);
    }

    private Verdict put(Placement placement, RunSettings settings, Profiler profiler, Progress progress)
            throws InterruptedException, LoadException {
        var plan = placement.place(load.speaking(server.contestant().protocol())
                .against(Targets.of(server.process().address())));
        var end = new End();
        var run = new LoadRun(plan, LoadListener.all(List.of(end, profiler, progress)), settings);
        end.run = run;
        return run.run().verdict();
    }

    /** Ends the load when the experiment has been stopped. */
    private final class End implements LoadListener {
        private @Nullable LoadRun run;

        @Override
        public void onConnecting(int ready, int clients) {
            look();
        }

        @Override
        public void onStatus(LoadStatus status) {
            look();
        }

        private void look() {
            if (stopped.getAsBoolean() && run != null) {
                run.stop();
            }
        }
    }
}
