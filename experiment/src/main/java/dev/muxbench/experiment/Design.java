package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.results.statistics.RandomizedBlocks;
import java.time.Duration;
import java.util.List;

/**
 * How often everything is measured: in so many epochs, each with so many passes. Both are fixed before the first pass, from the time
 * that there is and the time that the first warm-up took. What is measured decides nothing, because a run that goes on until it likes
 * its intervals has intervals that are too narrow.
 *
 * <p>Threads: any.
 */
final class Design {
    private static final int FEWEST_EPOCHS = 2; // one says nothing about how processes differ
    private static final int MOST_EPOCHS = 8;
    private static final double RESERVE = 0.25; // of the passes, for those that are disturbed
    private static final double START_SECONDS = 0.8; // of a server, until it listens
    private static final double WARM_UPS = 3.5; // trials, until two agree
    private static final double BESIDE_SECONDS = 0.15; // connecting, draining and closing of a load

    // What the intervals are worked out from before anything is measured, see docs/adr/0006.
    private static final double PROCESS_ERROR = 0.02;
    private static final double BLOCK_ERROR = 0.1;
    private static final double CONFIDENCE = 0.95;

    private Design() {}

    /** As many as give the first question the narrowest intervals that the budget is good for. */
    static int epochs(RunPlan plan) {
        if (plan.epochs() != null) {
            return plan.epochs();
        }
        var groups = Group.of(plan.scenarios());
        double warmUp = groups.stream()
                .mapToDouble(group -> START_SECONDS + WARM_UPS * seconds(group.settings()))
                .sum();
        var settings =
                groups.stream().flatMap(group -> group.settings().stream()).toList();
        int contestants = plan.contestants().size();
        int best = FEWEST_EPOCHS;
        double narrowest = Double.POSITIVE_INFINITY;
        for (int epochs = FEWEST_EPOCHS; epochs <= MOST_EPOCHS; epochs++) {
            double left = plan.budget().toMillis() / 1e3 / epochs - warmUp * contestants;
            double pass = contestants * seconds(settings.subList(0, 1));
            int passes = passes(left / settings.size(), pass);
            double half =
                    RandomizedBlocks.expectedHalf(contestants, epochs, passes, PROCESS_ERROR, BLOCK_ERROR, CONFIDENCE);
            if (left > 0 && half < narrowest) {
                best = epochs;
                narrowest = half;
            }
        }
        return best;
    }

    /** Of one pass over these, for one contestant, at a guess. */
    static double seconds(List<Setting> settings) {
        return settings.stream()
                .mapToDouble(setting -> BESIDE_SECONDS
                        + seconds(setting.load().warmup())
                        + seconds(setting.load().duration()))
                .sum();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Beyond the planned ones. */
    static int reserve(int passes) {
        return (int) Math.ceil(RESERVE * passes);
    }

    /** How many passes can be planned in so many seconds, one at least, so that there is time for the reserve. */
    static int passes(double seconds, double passSeconds) {
        int planned = 1;
        while ((planned + 1 + reserve(planned + 1)) * passSeconds <= seconds) {
            planned++;
        }
        return planned;
    }
}
