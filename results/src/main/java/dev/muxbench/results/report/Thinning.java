package dev.muxbench.results.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the rows of a time series that are too many for a page. Each group of rows becomes two points: each figure's
 * least and greatest value in their order, so that neither a peak nor a standstill is averaged away. All rows of a
 * group are of one phase.
 *
 * <p>Threads: any.
 */
final class Thinning {
    private record Group(int from, int to) {
        boolean isSingle() {
            return to - from == 1;
        }
    }

    private final List<Group> groups = new ArrayList<>();

    /**
     * Groups the rows; they stay single if there are at most {@code mostPoints}.
     *
     * @param phases     phase of each row
     * @param mostPoints at least two; may be exceeded by two for each change of phase
     */
    Thinning(List<String> phases, int mostPoints) {
        int rows = phases.size();
        int size = rows <= mostPoints ? 1 : Math.ceilDiv(2 * rows, mostPoints);
        for (int from = 0, to; from < rows; from = to) {
            to = from + 1;
            while (to < rows && to - from < size && phases.get(to).equals(phases.get(from))) {
                to++;
            }
            groups.add(new Group(from, to));
        }
    }

    /** Returns the points of a figure. */
    List<@Nullable Double> extremes(List<@Nullable Double> values) {
        var points = new ArrayList<@Nullable Double>();
        for (var group : groups) {
            int least = group.from;
            int greatest = group.from;
            for (int i = group.from; i < group.to; i++) {
                least = isBeyond(values, i, least, -1) ? i : least;
                greatest = isBeyond(values, i, greatest, 1) ? i : greatest;
            }
            points.add(values.get(Math.min(least, greatest)));
            if (!group.isSingle()) {
                points.add(values.get(Math.max(least, greatest)));
            }
        }
        return points;
    }

    private static boolean isBeyond(List<@Nullable Double> values, int index, int other, int sign) {
        var value = values.get(index);
        var than = values.get(other);
        return value != null && (than == null || sign * value > sign * than);
    }

    /** Returns the points of a column that is constant or only grows in a group: the value at the end of each half. */
    <T extends @Nullable Object> List<T> ends(List<T> values) {
        var points = new ArrayList<T>();
        for (var group : groups) {
            if (!group.isSingle()) {
                points.add(values.get((group.from + group.to) / 2 - 1));
            }
            points.add(values.get(group.to - 1));
        }
        return points;
    }
}
