package dev.muxbench.load.schedule;

import dev.muxbench.load.plan.Arrivals.ChangingRate;
import dev.muxbench.load.plan.Arrivals.ConstantRate;
import dev.muxbench.load.plan.Arrivals.Rated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many lines have become due by when, where the rate is linear in pieces; and the other way round, worked out from the number of
 * lines each time, so that no rounding error adds up.
 *
 * <p>Threads: any.
 */
public final class RateCurve {
    private final List<Piece> pieces;

    /**
     * From {@code seconds} on, when {@code lines} were due.
     *
     * @param rate  at its begin, lines/s
     * @param slope by which the rate changes, lines/s²
     */
    private record Piece(double seconds, double lines, double rate, double slope) {
        double linesAfter(double duration) {
            return lines + (rate + slope * duration / 2) * duration;
        }

        /** The root of the quadratic equation in the form that loses no digits where the slope is small. */
        double secondsUntil(double count) {
            double more = count - lines;
            if (more == 0) {
                return seconds; // the rate may be 0 here
            }
            return seconds + 2 * more / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * more)));
        }
    }

    private RateCurve(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** @param before how long a rate that is to change is kept first */
    public static RateCurve of(Rated rated, Duration before) {
        return switch (rated) {
            case ConstantRate(var rate) -> new RateCurve(List.of(new Piece(0, 0, rate, 0)));
            case ChangingRate change -> of(change, before.toNanos() / 1e9);
        };
    }

    private static RateCurve of(ChangingRate change, double before) {
        double from = change.fromLinesPerSecond();
        double to = change.toLinesPerSecond();
        double over = change.over().toNanos() / 1e9;
        var pieces = new ArrayList<Piece>();
        pieces.add(new Piece(0, 0, from, 0));
        if (change.step() == 0) {
            append(pieces, before, from, (to - from) / over);
        } else {
            int steps = (int) Math.ceil(Math.abs(to - from) / change.step()) + 1;
            for (int i = 0; i < steps; i++) {
                double rate = i == steps - 1 ? to : from + i * Math.copySign(change.step(), to - from);
                append(pieces, before + i * over / steps, rate, 0);
            }
        }
        append(pieces, before + over, to, 0);
        return new RateCurve(pieces);
    }

    private static void append(List<Piece> pieces, double seconds, double rate, double slope) {
        var last = pieces.getLast();
        pieces.add(new Piece(seconds, last.linesAfter(seconds - last.seconds), rate, slope));
    }

    /** Returns when so many lines have become due, in ns from the start; the first line, 0, is due at once. */
    public long nanosUntil(double lines) {
        int i = pieces.size() - 1;
        while (pieces.get(i).lines > lines) {
            i--;
        }
        return Math.round(pieces.get(i).secondsUntil(lines) * 1e9);
    }
}
