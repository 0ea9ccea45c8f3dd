package dev.muxbench.cli.load;

import dev.muxbench.cli.option.Burst;
import dev.muxbench.cli.option.Rate;
import dev.muxbench.load.plan.Arrivals;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for when the lines of {@code load} are due. The default is an open loop at 100 lines/s. */
final class ArrivalOptions {
    private static final double DEFAULT_RATE = 100;

    @Option(
            names = "--rate",
            paramLabel = "N[..M[/TIME]]",
            description = "open loop: lines/s over all senders (default: 100); N..M changes the rate from N to M "
                    + "within TIME (default: the time to measure)")
    private @Nullable Rate rate;

    @Option(
            names = "--burst",
            paramLabel = "N@TIME",
            description = "open loop: N lines at once, repeated after each TIME, such as 100@1s")
    private @Nullable Burst burst;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "closed loop: lines on their way at the same time; a line counts by the share of its "
                    + "receivers that lack it")
    private @Nullable Integer inFlight;

    @Option(
            names = "--think",
            paramLabel = "TIME",
            description = "closed loop: the time that a sender waits after everybody has its line")
    private @Nullable Duration think;

    @Option(
            names = "--step",
            paramLabel = "N",
            description = "with --rate N..M: change the rate by N lines/s at a time")
    private @Nullable Double step;

    @Option(
            names = "--poisson",
            description = "with --rate: each sender sends at random, on average at its share of the rate, as "
                    + "independent people do")
    private boolean poisson;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of all that is random: the same seed gives the same load")
    private long seed = 1;

    long seed() {
        return seed;
    }

    /**
     * @param duration in which the rate changes, if nothing else is said
     * @throws IllegalArgumentException with the flag and what is wrong with it
     */
    Arrivals arrivals(Duration duration) {
        long loops =
                Stream.of(rate, burst, inFlight, think).filter(Objects::nonNull).count();
        require(loops <= 1, "rate, --burst, --in-flight and --think exclude each other");
        boolean open = burst == null && inFlight == null && think == null;
        require(open || !poisson, "poisson goes with --rate only");
        require(step == null || (open && rate().changes()), "step goes with a rate that changes, such as 100..5000");
        require(step == null || step > 0, "step must be above 0");
        if (burst != null) {
            return new Arrivals.Bursts(burst.lines(), burst.every());
        }
        if (inFlight != null) {
            return new Arrivals.ClosedWindow(inFlight);
        }
        if (think != null) {
            return new Arrivals.ThinkTime(think);
        }
        var rated = rated(duration);
        return poisson ? new Arrivals.Poisson(rated, seed) : rated;
    }

    /** Returns arrivals at another rate, for a search. */
    Arrivals at(double linesPerSecond) {
        var rated = new Arrivals.ConstantRate(linesPerSecond);
        return poisson ? new Arrivals.Poisson(rated, seed) : rated;
    }

    /** Returns the arrivals of another run of a search, with another seed. */
    static Arrivals ofRun(int run, Arrivals first) {
        return first instanceof Arrivals.Poisson(var rate, var seed) ? new Arrivals.Poisson(rate, seed + run) : first;
    }

    /** Returns where a search begins. */
    double firstRate() {
        require(
                burst == null && inFlight == null && think == null && !rate().changes(),
                "slo searches a rate: it goes with --rate N, where the search begins");
        return rate().from();
    }

    private Arrivals.Rated rated(Duration duration) {
        var rate = rate();
        return rate.changes()
                ? new Arrivals.ChangingRate(
                        rate.from(), rate.to(), rate.over() == null ? duration : rate.over(), step == null ? 0 : step)
                : new Arrivals.ConstantRate(rate.from());
    }

    private Rate rate() {
        return rate == null ? new Rate(DEFAULT_RATE, DEFAULT_RATE, null) : rate;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
