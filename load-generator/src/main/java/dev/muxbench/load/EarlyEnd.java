package dev.muxbench.load;

import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.population.Census;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.schedule.RateCurve;
import dev.muxbench.load.schedule.Timetable;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Ends a load as soon as its outcome is certain. A wrong delivery is enough. So is a number of late deliveries that keeps a percentile
 * above its bound, whatever comes; the number of deliveries to come is known in an open loop only. One delivery above the bound of
 * {@code max} is enough in any load.
 *
 * <p>Threads: the run's.
 */
public final class EarlyEnd implements LoadListener {
    /** Once in a billion runs a Poisson process has more lines than this many standard deviations above its mean. */
    private static final double DEVIATIONS = 6;

    private final List<Objective> objectives;
    private final long[] above; // by objective: deliveries
    private final double possible; // deliveries
    private final boolean faultsDecide;
    private final Consumer<String> end;
    private boolean ended;

    /**
     * @param shares the plan of each process
     * @param end    called once with the reason
     */
    public EarlyEnd(List<Objective> objectives, List<LoadPlan> shares, Consumer<String> end) {
        this.objectives = objectives;
        this.above = new long[objectives.size()];
        this.possible = shares.stream().mapToDouble(EarlyEnd::mostDeliveries).sum();
        this.faultsDecide =
                shares.getFirst().population().reconnects() == 0; // else a gap may be a line that was not accepted
        this.end = end;
    }

    /** Returns the most deliveries that lines due in the measured time can make at clients whose latency counts. */
    private static double mostDeliveries(LoadPlan plan) {
        return switch (plan.arrivals()) {
            case Arrivals.Poisson(var rate, var seed) -> {
                double lines = linesOfEach(RateCurve.of(rate, plan.warmup())::nanosUntil, plan);
                yield lines * receivers(plan).sum()
                        + DEVIATIONS
                                * Math.sqrt(lines
                                        * receivers(plan)
                                                .mapToDouble(count -> (double) count * count)
                                                .sum());
            }
            case Arrivals.Rated rate ->
                (linesOfEach(RateCurve.of(rate, plan.warmup())::nanosUntil, plan) + 1)
                        * receivers(plan).sum();
            case Arrivals.Bursts(var lines, var every) ->
                (linesOfEach(line -> line / lines * every.toNanos(), plan) + 1)
                        * receivers(plan).sum();
            case Arrivals.ClosedWindow window -> Double.POSITIVE_INFINITY;
            case Arrivals.ThinkTime think -> Double.POSITIVE_INFINITY;
        };
    }

    /** Returns the mean number of lines of a sender. At even distances a sender has less than one line more. */
    private static double linesOfEach(Timetable timetable, LoadPlan plan) {
        long from = plan.warmup().toNanos();
        long measured = timetable.linesIn(from + plan.duration().toNanos()) - timetable.linesIn(from);
        return (double) measured / plan.senders();
    }

    /** Returns the number of receivers of each sender's lines. */
    private static IntStream receivers(LoadPlan plan) {
        var census = new Census(plan);
        return IntStream.range(0, plan.senders()).map(census::receiversOf);
    }

    @Override
    public void onStatus(LoadStatus status) {
        if (faultsDecide && status.faults() > 0) {
            endAs("deliveries were lost or wrong");
        }
    }

    @Override
    public void onInterval(Interval interval) {
        for (int i = 0; i < objectives.size(); i++) {
            var objective = objectives.get(i);
            if (objective.quantity() instanceof Objective.Latency(var percentile)) {
                above[i] += objective.countAbove(interval.latencyNanos());
                double most = percentile == 100 ? 0 : (1 - percentile / 100) * possible;
                if (above[i] > most) {
                    endAs(String.format(
                            Locale.ROOT,
                            "%s cannot be met any more, %,d deliveries were above it and %,.0f may be",
                            objective,
                            above[i],
                            Math.floor(most)));
                }
            }
        }
    }

    private void endAs(String why) {
        if (!ended) {
            ended = true;
            end.accept(why);
        }
    }
}
