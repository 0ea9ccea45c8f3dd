package dev.muxbench.results.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows of a time series make a point, if they are too many for a page. Of each group of rows there are two points: each figure's
 * least and greatest value, in the order in which they came, so neither a peak nor a standstill is averaged away. A group has one
 * phase.
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
     * Rows are left as they are if there are not more than points.
     *
     * @param phases     of the rows
     * @param mostPoints at least two, and exceeded by two for each change of phase
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

    /** The points of a figure. */
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

    /** Returns two points of a group, the ends of its halves. This suits values that are equal in the whole group or only grow. */
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
