package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.load.folder.SearchFolder;
import dev.muxbench.cli.load.summary.LoadMap;
import dev.muxbench.cli.option.Objectives;
import dev.muxbench.load.SloSearch;
import dev.muxbench.load.SloSearch.Outcome;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.Arrivals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code muxbench load --slo}: one load after the other, a line for each, and what they say together.
 *
 * <p>Threads: the command's.
 */
final class LoadSearch {
    private static final int NOT_TRUSTED = 4;

    private final LoadSession session;
    private final Searched searched;
    private final Loads loads;
    private final Optional<SearchFolder> folder;
    private final PrintWriter out;
    private final List<Map<String, @Nullable Object>> runs = new ArrayList<>();
    private final String goal;
    private boolean somethingWasKept;
    private SloSearch.@Nullable Result result;
    private @Nullable String reason; // of the last run that was not to be trusted

    /** Makes them. */
    interface Loads {
        /**
         * @param run    from 0
         * @param folder to be made for it
         * @throws CommandFailure if nothing was measured
         */
        LoadResult run(double value, int run, Optional<Path> folder) throws InterruptedException;
    }

    /** @param folder of the search */
    LoadSearch(
            LoadSession session,
            Searched searched,
            List<Objective> objectives,
            Loads loads,
            Optional<SearchFolder> folder,
            PrintWriter out) {
        this.session = session;
        this.searched = searched;
        this.loads = loads;
        this.folder = folder;
        this.out = out;
        this.goal = new Objectives(objectives).toString();
    }

    /** @return the exit code */
    int run(SloSearch.Range range, double first) throws InterruptedException {
        var found = new SloSearch(range, this::probe).search(first);
        result = found;
        print(found);
        return found.kept() == 0 || found.stopped() || found.invalid() ? NOT_TRUSTED : 0;
    }

    private Outcome probe(double value) throws InterruptedException {
        if (session.isStopped()) {
            return Outcome.STOPPED;
        }
        var to = folder.map(SearchFolder::next);
        try {
            var loaded = loads.run(value, runs.size(), to);
            return session.isStopped() ? Outcome.STOPPED : conclude(value, loaded);
        } catch (CommandFailure e) {
            if (session.isStopped()) {
                return Outcome.STOPPED;
            }
            return refuse(value, e);
        } finally {
            folder.ifPresent(open -> open.add(value));
        }
    }

    private Outcome conclude(double value, LoadResult loaded) {
        var outcome = judge(loaded);
        somethingWasKept |= outcome == Outcome.KEPT;
        var run = begin(value, outcome);
        var explained = new StringBuilder(loaded.found().stream()
                .map(found -> found.objective().quantity() + " " + found)
                .collect(Collectors.joining(", ")));
        if (loaded.report().plan().arrivals() instanceof Arrivals.Poisson(var rate, var seed)) {
            explained.append("  seed ").append(seed);
            run.put("seed", seed);
        }
        if (loaded.verdict().exitCode() != 0) {
            explained.append("  ").append(loaded.verdict().describe());
        }
        run.put("report", LoadMap.asMap(loaded));
        print(value, outcome, explained.toString());
        return outcome;
    }

    /** A server that lets in no more clients than before does not keep the objective with more of them. */
    private Outcome refuse(double value, CommandFailure failure) {
        if (searched != Searched.CLIENTS || !somethingWasKept) {
            throw failure;
        }
        begin(value, Outcome.MISSED).put("failure", failure.getMessage());
        print(value, Outcome.MISSED, String.valueOf(failure.getMessage()));
        return Outcome.MISSED;
    }

    private Map<String, @Nullable Object> begin(double value, Outcome outcome) {
        var run = new LinkedHashMap<String, @Nullable Object>();
        run.put(searched.key(""), searched.number(value));
        run.put("outcome", outcome.name());
        folder.ifPresent(open -> run.put("folder", open.current()));
        runs.add(run);
        return run;
    }

    private void print(double value, Outcome outcome, String explained) {
        out.printf(Locale.ROOT, "%20s  %-7s  %s%n", searched.of(value), outcome, explained);
        out.flush();
    }

    /** A server that loses something keeps nothing. */
    private Outcome judge(LoadResult loaded) {
        return switch (loaded.verdict()) {
            case Verdict.Valid() -> loaded.exitCode() == 0 ? Outcome.KEPT : Outcome.MISSED;
            case Verdict.Ended(var reasons) -> Outcome.MISSED;
            case Verdict.Failed(var reasons) -> Outcome.MISSED;
            case Verdict.Invalid(var reasons) -> {
                reason = String.join("; ", reasons);
                yield Outcome.INVALID;
            }
        };
    }

    private void print(SloSearch.Result found) {
        if (found.stopped()) {
            out.println("stopped before the limit was found");
        }
        if (found.kept() == 0) {
            out.println("no " + searched.noun() + " was found at which " + goal + " is kept");
        } else {
            out.println(goal + " is kept at " + searched.of(found.kept()) + ": " + confirmation(found));
        }
        if (!Double.isInfinite(found.above())) {
            var what = found.invalid() ? "this generator cannot tell: " + reason : "it is not";
            out.println("at " + searched.of(found.above()) + " " + what);
        } else if (found.kept() > 0 && !found.stopped()) {
            out.println("more cannot be asked for here");
        }
        out.flush();
    }

    private static String confirmation(SloSearch.Result found) {
        if (found.runs() == 0) {
            return "once, and it was not repeated";
        }
        return "in " + found.keptRuns() + " of " + found.runs() + " runs that repeated it"
                + (found.keptShareAtLeast() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", so with 95 %% confidence in %.0f %% of all runs or more",
                                100 * found.keptShareAtLeast()));
    }

    /** Returns the search for JSON. */
    Map<String, @Nullable Object> asMap() {
        var found = Objects.requireNonNull(result, "run first");
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("objective", goal);
        map.put(searched.key("kept"), searched.number(found.kept()));
        map.put("confirmingRuns", found.runs());
        map.put("confirmingRunsKept", found.keptRuns());
        map.put(searched.key("notKept"), Double.isInfinite(found.above()) ? null : searched.number(found.above()));
        map.put("limitedByGenerator", found.invalid());
        map.put("stopped", found.stopped());
        map.put("runs", runs);
        return map;
    }
}
