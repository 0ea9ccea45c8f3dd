package dev.muxbench.load;

import java.time.Duration;

/** When lines are due. */
public sealed interface Arrivals {
    /** Open loop: lines are due at times that the server has no influence on. */
    sealed interface OpenLoop extends Arrivals permits Rated, Poisson, Bursts {}

    /** At even distances, which follow the rate. */
    sealed interface Rated extends OpenLoop permits ConstantRate, ChangingRate {}

    /** @param linesPerSecond over all senders */
    record ConstantRate(double linesPerSecond) implements Rated {}

    /**
     * The first rate during the warm-up, then from the first to the last, which stays.
     *
     * @param fromLinesPerSecond over all senders
     * @param toLinesPerSecond   likewise; may be lower
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
    record Poisson(Rated rate, long seed) implements OpenLoop {}

    /**
     * Many at once, then none for a while.
     *
     * @param lines due at the same instant, over all senders
     * @param every from one burst to the next
     */
    record Bursts(int lines, Duration every) implements OpenLoop {}

    /**
     * Closed loop: a line is due when fewer than so many are on their way.
     *
     * @param lines not yet received by everybody who should; unruly clients are not waited for
     */
    record ClosedWindow(int lines) implements Arrivals {}

    /**
     * Closed loop: each sender's next line is due so long after everybody who should has its last one. They begin at even distances
     * within the first pause.
     */
    record ThinkTime(Duration pause) implements Arrivals {}
}
