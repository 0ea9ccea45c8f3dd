package dev.muxbench.cli;

import dev.muxbench.load.SloSearch;
import dev.muxbench.load.SloSearch.Outcome;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code muxbench load --slo}: one load after the other, a line for each, and what they say together.
 *
 * <p>Threads: the command's.
 */
final class LoadSearch {
    private static final int NOT_TRUSTED = 4;

    private final LoadSession session;
    private final Slo slo;
    private final DoubleFunction<LoadPlan> plans;
    private final PrintWriter out;
    private final List<Map<String, Object>> runs = new ArrayList<>();
    private SloSearch.@Nullable Result result;
    private @Nullable String reason; // of the last run that was not to be trusted

    /** @param plans by rate, lines/s */
    LoadSearch(LoadSession session, Slo slo, DoubleFunction<LoadPlan> plans, PrintWriter out) {
        this.session = session;
        this.slo = slo;
        this.plans = plans;
        this.out = out;
    }

    /** @return the exit code */
    int run(double firstRate) throws LoadException, InterruptedException {
        var found = new SloSearch(this::probe).search(firstRate);
        result = found;
        print(found);
        return found.kept() == 0 || found.stopped() || found.invalid() ? NOT_TRUSTED : 0;
    }

    private Outcome probe(double rate) throws LoadException, InterruptedException {
        if (session.isStopped()) {
            return Outcome.STOPPED;
        }
        var reported = session.run(plans.apply(rate));
        if (reported.isEmpty() || session.isStopped()) {
            return Outcome.STOPPED;
        }
        var report = reported.get();
        var outcome = judge(report);
        var found = slo.found(report.latencies().response());
        out.printf(Locale.ROOT, "%,12.1f lines/s  %-7s  %s%s%n", rate, outcome, found, explain(report.verdict()));
        out.flush();
        var run = new LinkedHashMap<String, Object>();
        run.put("linesPerSecond", rate);
        run.put("outcome", outcome.name());
        run.put("report", LoadSummary.asMap(LoadResult.of(report)));
        runs.add(run);
        return outcome;
    }

    /** A server that loses something keeps nothing. */
    private Outcome judge(LoadReport report) {
        return switch (report.verdict()) {
            case Verdict.Valid() -> slo.isKept(report.latencies().response()) ? Outcome.KEPT : Outcome.MISSED;
            case Verdict.Failed(var reasons) -> Outcome.MISSED;
            case Verdict.Invalid(var reasons) -> {
                reason = String.join("; ", reasons);
                yield Outcome.INVALID;
            }
        };
    }

    private static String explain(Verdict verdict) {
        return verdict instanceof Verdict.Valid ? "" : "  " + verdict.describe();
    }

    private void print(SloSearch.Result found) {
        if (found.stopped()) {
            out.println("stopped before the limit was found");
        }
        if (found.kept() == 0) {
            out.println("no rate was found at which " + slo + " is kept");
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s is kept at %,.1f lines/s: in %d of %d runs%s%n",
                    slo,
                    found.kept(),
                    found.keptRuns(),
                    found.runs(),
                    found.keptShareAtLeast() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ", so with 95 %% confidence in %.0f %% of all runs or more",
                                    100 * found.keptShareAtLeast()));
        }
        if (!Double.isInfinite(found.above())) {
            var what = found.invalid() ? "this generator cannot tell: " + reason : "it is not";
            out.printf(Locale.ROOT, "at %,.1f lines/s %s%n", found.above(), what);
        }
        out.flush();
    }

    /** For JSON. */
    Map<String, Object> asMap() {
        var found = Objects.requireNonNull(result, "run first");
        var map = new LinkedHashMap<String, Object>();
        map.put("objective", slo.toString());
        map.put("keptLinesPerSecond", found.kept());
        map.put("runsAtThatRate", found.runs());
        map.put("keptRunsAtThatRate", found.keptRuns());
        map.put("notKeptLinesPerSecond", Double.isInfinite(found.above()) ? null : found.above());
        map.put("limitedByGenerator", found.invalid());
        map.put("stopped", found.stopped());
        map.put("runs", runs);
        return map;
    }
}
