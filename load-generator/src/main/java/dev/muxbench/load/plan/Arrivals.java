package dev.muxbench.load.plan;

import java.time.Duration;

/** The times at which lines are due. */
public sealed interface Arrivals {
    /** Open loop: lines are due at times that the server has no influence on. */
    sealed interface OpenLoop extends Arrivals permits Rated, Poisson, Bursts {}

    /** Lines are due at even distances, which follow the rate. */
    sealed interface Rated extends OpenLoop permits ConstantRate, ChangingRate {}

    /** @param linesPerSecond over all senders */
    record ConstantRate(double linesPerSecond) implements Rated {}

    /**
     * The first rate during the warm-up, then from the first to the last, which stays.
     *
     * @param fromLinesPerSecond over all senders; 0 sends nothing during the warm-up
     * @param toLinesPerSecond   over all senders, above 0; may be lower
     * @param over               how long the change takes
     * @param step               lines/s by which the rate changes at a time, each step as long as the others; 0 if it changes evenly
     */
    record ChangingRate(double fromLinesPerSecond, double toLinesPerSecond, Duration over, double step)
            implements Rated {}

    /**
     * At random: a Poisson process of each sender of its own, as many independent people are.
     *
     * @param rate of all of them together, on average
     * @param seed the same for the same times
     */
    record Poisson(Rated rate, long seed) implements OpenLoop {
        /** Creates a process with a constant rate. */
        public Poisson(double linesPerSecond, long seed) {
            this(new ConstantRate(linesPerSecond), seed);
        }
    }

    /**
     * Many at once, then none for a while.
     *
     * @param lines due at the same instant, over all senders
     * @param every from one burst to the next
     */
    record Bursts(int lines, Duration every) implements OpenLoop {}

    /**
     * Closed loop: a line is due when there is room for it among those on their way. Each of these counts for the share of its
     * receivers that do not have it yet, so that a server which serves one receiver after the other gets new lines in between, and
     * need not stand still until the last of them has everything.
     *
     * @param lines that have room; unruly clients are not waited for
     */
    record ClosedWindow(int lines) implements Arrivals {}

    /**
     * Closed loop: each sender's next line is due so long after everybody who should has its last one. They begin at even distances
     * within the first pause.
     */
    record ThinkTime(Duration pause) implements Arrivals {}
}
