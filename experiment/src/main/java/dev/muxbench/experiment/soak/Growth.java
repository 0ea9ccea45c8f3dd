package dev.muxbench.experiment.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The growth of what an idle server holds, for each 10^8 deliveries, in the second half of its life.
 *
 * <p>A reading may come while a burst's memory is on its way back, or before a cache has let go. A leak never goes back. So the floors of
 * the two quarters are compared: the least reading of each.
 */
final class Growth {
    private static final int FEWEST_READINGS = 6; // of the half
    private static final double DELIVERIES = 1e8;
    private static final double MOST_SHARE = 0.01;

    private final Vitals what;
    private final List<double[]> readings = new ArrayList<>(); // deliveries so far, value

    Growth(Vitals what) {
        this.what = what;
    }

    void add(double deliveries, double value) {
        readings.add(new double[] {deliveries, value});
    }

    /** Returns the growth for 10^8 deliveries as a share of the earlier floor; empty while there are too few readings. */
    Optional<Double> share() {
        var half = readings.subList(readings.size() / 2, readings.size());
        if (half.size() < FEWEST_READINGS) {
            return Optional.empty();
        }
        var earlier = half.subList(0, half.size() / 2);
        var later = half.subList(half.size() / 2, half.size());
        double risen = floor(later) - floor(earlier);
        double deliveries = middle(later) - middle(earlier);
        return Optional.of(
                (risen < what.resolution() ? Math.min(risen, 0) : risen) / deliveries * DELIVERIES / floor(earlier));
    }

    /** Why that is too much; empty if it is not. */
    Optional<String> complaint() {
        return share().filter(share -> share > MOST_SHARE)
                .map(share -> String.format(
                        Locale.ROOT,
                        "%s grow by %.1f %% for each 10^8 deliveries (bound: %.0f %%)",
                        what.label(),
                        100 * share,
                        100 * MOST_SHARE));
    }

    private static double floor(List<double[]> readings) {
        return readings.stream().mapToDouble(reading -> reading[1]).min().orElseThrow();
    }

    private static double middle(List<double[]> readings) {
        return (readings.getFirst()[0] + readings.getLast()[0]) / 2;
    }
}
