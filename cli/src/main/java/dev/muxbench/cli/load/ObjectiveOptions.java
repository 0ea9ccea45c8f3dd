package dev.muxbench.cli.load;

import dev.muxbench.cli.load.summary.LoadSummary;
import dev.muxbench.cli.option.Objectives;
import dev.muxbench.load.EarlyEnd;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.judge.Objective.Total;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.LoadListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options for what a load must show. */
final class ObjectiveOptions {
    @Option(
            names = "--expect",
            paramLabel = "TERMS",
            description = "what the load must show; otherwise the exit code is 5. Terms with commas between: "
                    + "p99<10ms, max<1s, lost=0, deliveries>5M/s, reached>99%% (of the asked rate), cpu<60ns "
                    + "(of the generator for a delivery); also with <=, >= and =")
    private @Nullable Objectives expect;

    @Option(
            names = "--slo",
            paramLabel = "TERMS",
            description = "search the highest rate that keeps these terms, written as for --expect; the search "
                    + "begins at --rate, and each try is as long as a run")
    private @Nullable Objectives slo;

    @Option(
            names = "--search",
            paramLabel = "rate|clients",
            showDefaultValue = Visibility.NEVER,
            description = "what --slo searches: the highest rate (default), or the most connections at the given "
                    + "rate, beginning at --clients")
    private @Nullable Searched search;

    @Option(
            names = "--stop-early",
            description =
                    "end a load as soon as its outcome is certain: a delivery was wrong, or, in an open loop, too many "
                            + "were too late for a percentile of --expect or --slo")
    private boolean stopEarly;

    /** @throws IllegalArgumentException with the flag, without its hyphens, and what is wrong with it */
    void check(PartOptions parts, OutputOptions outputs) {
        require(
                slo == null || !(parts.isGiven() || outputs.isScraped()),
                "slo makes many loads: it goes without --prometheus, --processes, --part and --start-at");
        require(slo == null || expect == null, "expect is for one load: say it with --slo");
        require(slo != null || search == null, "search goes with --slo");
        require(slo != null || expect != null || !stopEarly, "stop-early goes with --expect or --slo");
        require(!stopEarly || !parts.sharesRooms(), "stop-early goes without --shared-rooms: others would go on");
        require(!stopEarly || parts.count() == parts.processes(), "stop-early goes without --part: others would go on");
    }

    /** @throws IllegalArgumentException likewise */
    void check(LoadPlan plan) {
        require(
                plan.arrivals() instanceof Arrivals.OpenLoop
                        || all().stream().noneMatch(objective -> objective.quantity() == Total.REACHED),
                "expect reached goes with --rate or --burst: a closed loop asks for no rate");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The search, in a line. */
    String describe(LoadPlan first) {
        return "the highest " + searched().noun() + " at which " + new Objectives(all()) + ", first "
                + LoadSummary.describe(first);
    }

    boolean isSearch() {
        return slo != null;
    }

    Searched searched() {
        return search == null ? Searched.RATE : search;
    }

    /** Returns the objectives of each load. */
    List<Objective> all() {
        var given = slo == null ? expect : slo;
        return given == null ? List.of() : given.all();
    }

    /**
     * One that may end the load early, if that was asked for.
     *
     * @param shares what each process does
     * @param end    ends it, and is told why
     */
    LoadListener watching(LoadListener listener, List<LoadPlan> shares, Consumer<String> end) {
        return stopEarly ? LoadListener.all(List.of(listener, new EarlyEnd(all(), shares, end))) : listener;
    }
}
