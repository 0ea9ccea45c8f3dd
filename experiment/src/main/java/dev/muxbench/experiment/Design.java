package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.statistics.RandomizedBlocks;

/**
 * The numbers of epochs and passes. Both are fixed before the first pass, from the budget and the time that the first warm-up took.
 * Results decide nothing, because a run that goes on until its intervals look good has intervals that are too narrow.
 *
 * <p>Threads: any.
 */
final class Design {
    private static final int FEWEST_EPOCHS = 2; // one says nothing about how processes differ
    private static final int MOST_EPOCHS = 8;
    private static final int MOST_PASSES = 1000; // of an epoch
    private static final double RESERVE = 0.25; // of the passes, for those that are disturbed
    private static final double START_SECONDS = 0.8; // of a server, until it listens
    private static final double WARM_UPS = 4; // trials, until three agree
    private static final double BESIDE_SECONDS = 0.09; // of a load: draining, and what is asked of the server
    private static final double CONNECT_SECONDS = 0.2; // of its clients
    private static final int SEARCH_LOADS = 10; // of a contestant whose rate is searched, in the first epoch

    // What the intervals are worked out from before anything is measured, see docs/adr/0006.
    private static final double PROCESS_ERROR = 0.02;
    private static final double BLOCK_ERROR = 0.09;
    private static final double CONFIDENCE = 0.95;

    private Design() {}

    /** Returns the number of epochs that gives the first question the narrowest intervals within the budget. */
    static int epochs(RunPlan plan) {
        if (plan.epochs() != null) {
            return plan.epochs();
        }
        var groups = Group.of(plan.scenarios());
        var settings =
                groups.stream().flatMap(group -> group.settings().stream()).toList();
        double begin = groups.size() * START_SECONDS
                + settings.stream()
                        .mapToDouble(setting ->
                                WARM_UPS * seconds(plan.warmUp(setting, setting.load(), 2)) + CONNECT_SECONDS)
                        .sum();
        int contestants = plan.contestants().size();
        var first = settings.getFirst();
        double pass = contestants * first.loadsOfATrial() * (seconds(first.load()) + BESIDE_SECONDS);
        double search = contestants
                * settings.stream()
                        .filter(Scenario.Setting::isSearch)
                        .mapToDouble(setting -> SEARCH_LOADS * (seconds(setting.load()) + BESIDE_SECONDS))
                        .sum();
        int best = FEWEST_EPOCHS;
        double narrowest = Double.POSITIVE_INFINITY;
        for (int epochs = FEWEST_EPOCHS; epochs <= MOST_EPOCHS; epochs++) {
            double left = (plan.budget().toMillis() / 1e3 - search) / epochs - begin * contestants;
            int passes = passes(left / settings.size(), pass);
            double half =
                    RandomizedBlocks.expectedHalf(contestants, epochs, passes, PROCESS_ERROR, BLOCK_ERROR, CONFIDENCE);
            if (left >= pass * settings.size() && half < narrowest) {
                best = epochs;
                narrowest = half;
            }
        }
        return best;
    }

    /** Returns the seconds of a load, without connecting and draining. */
    static double seconds(LoadPlan load) {
        return (load.warmup().toNanos() + load.duration().toNanos()) / 1e9;
    }

    /** Returns the number of reserve passes. */
    static int reserve(int passes) {
        return (int) Math.ceil(RESERVE * passes);
    }

    /** Returns how many passes fit into so many seconds with their reserve, at least one. */
    static int passes(double seconds, double passSeconds) {
        int planned = 1;
        while (planned < MOST_PASSES && (planned + 1 + reserve(planned + 1)) * passSeconds <= seconds) {
            planned++;
        }
        return planned;
    }
}
