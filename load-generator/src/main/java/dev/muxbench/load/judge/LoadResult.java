package dev.muxbench.load.judge;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.FaultCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load has shown and what that is worth, measured by one process or by several.
 *
 * @param verdict of one process its report's; of several the worst
 */
public record LoadResult(LoadReport report, Verdict verdict) {

    /** Of one process. */
    public static LoadResult of(LoadReport report) {
        return new LoadResult(report, report.verdict());
    }

    /**
     * Of several: counts are added, histograms as histograms, so that percentiles are those of all values together.
     *
     * @param whole  what all of them were to do
     * @param parts  in the order of their numbers
     */
    public static LoadResult merged(LoadPlan whole, List<LoadReport> parts) {
        var sum = new Sum(parts);
        return new LoadResult(
                new LoadReport(
                        whole,
                        sum.of(LoadReport::sent),
                        sum.of(LoadReport::scheduled),
                        sum.of(LoadReport::expected),
                        sum.of(LoadReport::delivered),
                        parts.stream().map(LoadReport::faults).reduce(FaultCounts.NONE, FaultCounts::plus),
                        sum.ofInts(LoadReport::connectionsLost),
                        parts.stream().anyMatch(LoadReport::stopped),
                        sum.longest(LoadReport::measuredNanos),
                        sum.of(LoadReport::measuredArrivals),
                        sum.ofHistograms(LoadReport::latencyNanos),
                        sum.ofHistograms(LoadReport::lastReceiverNanos),
                        sum.ofHistograms(LoadReport::scheduleErrorNanos),
                        sum.of(LoadReport::negativeLatencies),
                        sum.of(LoadReport::saturatedLatencies),
                        sum.of(LoadReport::untrackedLines),
                        sum.longest(LoadReport::connectNanos),
                        sum.of(LoadReport::cpuNanos),
                        sum.ofHistograms(LoadReport::connectLatencyNanos),
                        sum.ofInts(LoadReport::connectionsBroken),
                        sum.ofInts(LoadReport::reconnected),
                        sum.ofHistograms(LoadReport::outageNanos),
                        sum.ofInts(LoadReport::unrulyClosed),
                        sum.ofHistograms(LoadReport::unrulyLatencyNanos),
                        sum.of(LoadReport::floodBytes),
                        sum.of(LoadReport::resets),
                        sum.of(LoadReport::joinsScheduled),
                        sum.of(LoadReport::joinsDone),
                        sum.of(LoadReport::joinsFailed),
                        sum.firstJoinFailure(),
                        sum.ofHistograms(LoadReport::joinLatencyNanos),
                        sum.ofHistograms(LoadReport::serviceNanos),
                        Conditions.together(
                                parts.stream().map(LoadReport::conditions).toList())),
                worst(parts));
    }

    private record Sum(List<LoadReport> parts) {
        long of(ToLongFunction<LoadReport> count) {
            return parts.stream().mapToLong(count).sum();
        }

        int ofInts(ToIntFunction<LoadReport> count) {
            return parts.stream().mapToInt(count).sum();
        }

        long longest(ToLongFunction<LoadReport> nanos) {
            return parts.stream().mapToLong(nanos).max().orElse(0);
        }

        Histogram ofHistograms(Function<LoadReport, Histogram> histogram) {
            var all = Recording.newHistogram();
            parts.stream().map(histogram).forEach(all::add);
            return all;
        }

        @Nullable
        String firstJoinFailure() {
            for (var part : parts) {
                if (part.joinFailure() != null) {
                    return part.joinFailure();
                }
            }
            return null;
        }
    }

    /** With each part's reasons. */
    private static Verdict worst(List<LoadReport> parts) {
        var failures = new ArrayList<String>();
        var doubts = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = "part " + (i + 1) + ": ";
            switch (parts.get(i).verdict()) {
                case Verdict.Valid() -> {}
                case Verdict.Invalid(var reasons) -> reasons.forEach(reason -> doubts.add(part + reason));
                case Verdict.Failed(var reasons) -> reasons.forEach(reason -> failures.add(part + reason));
            }
        }
        if (!failures.isEmpty()) {
            failures.addAll(doubts);
            return new Verdict.Failed(failures);
        }
        return doubts.isEmpty() ? new Verdict.Valid() : new Verdict.Invalid(doubts);
    }
}
