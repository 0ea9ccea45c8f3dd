package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
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
    private static final double WARMING_UP = 0.4; // of the budget, for what is not measured
    private static final double RESERVE = 0.25; // of the passes, for those that are disturbed
    private static final double START_SECONDS = 0.8; // of a server, until it listens
    private static final double BESIDE_SECONDS = 0.15; // connecting, draining and closing of a load

    private Design() {}

    /** How many epochs the budget is good for, at a guess. */
    static int epochs(RunPlan plan) {
        if (plan.epochs() != null) {
            return plan.epochs();
        }
        double each = 0;
        for (var group : Group.of(plan.scenarios())) {
            each += START_SECONDS + WarmUp.FEWEST * seconds(group.settings());
        }
        double epochs = WARMING_UP
                * plan.budget().toMillis()
                / 1e3
                / (each * plan.contestants().size());
        return Math.clamp(Math.round(epochs), FEWEST_EPOCHS, MOST_EPOCHS);
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
