package dev.muxbench.experiment.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much more a server holds for each 10^8 deliveries, in the second half of its life.
 *
 * <p>The slope is that of Theil and Sen, the median of the slopes of all pairs, because single readings may be far off.
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

    /** Returns the growth for 10^8 deliveries as a share of the median; empty while there are too few readings. */
    Optional<Double> share() {
        var half = secondHalf();
        if (half.size() < FEWEST_READINGS) {
            return Optional.empty();
        }
        double slope = slope(half);
        double risen = slope * (half.getLast()[0] - half.getFirst()[0]);
        return Optional.of(risen < what.resolution() ? Math.min(slope, 0) : slope)
                .map(each -> each
                        * DELIVERIES
                        / median(
                                half.stream().mapToDouble(reading -> reading[1]).toArray()));
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

    private List<double[]> secondHalf() {
        return readings.subList(readings.size() / 2, readings.size());
    }

    private static double slope(List<double[]> points) {
        var slopes = new ArrayList<Double>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                double distance = points.get(j)[0] - points.get(i)[0];
                if (distance > 0) {
                    slopes.add((points.get(j)[1] - points.get(i)[1]) / distance);
                }
            }
        }
        return slopes.isEmpty()
                ? 0
                : median(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
