package dev.muxbench.experiment;

import dev.muxbench.load.Crowd;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import dev.muxbench.results.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One question to servers.
 *
 * @param question      what is asked
 * @param serverOptions of {@code serve}
 * @param settings      a load for each value of the swept option
 */
public record Scenario(Question question, List<String> serverOptions, List<Setting> settings) {
    /**
     * A load that is the same for all contestants.
     *
     * @param scenario   its name
     * @param point      value of the option that the scenario sweeps; null if it sweeps none
     * @param load       on any server
     * @param objectives for which the highest rate is searched; the load then has the first rate to try, and a seed. Empty if the load is
     *                   measured as it is
     */
    public record Setting(
            String scenario, int clients, @Nullable Point point, LoadPlan load, List<Objective> objectives) {
        private static final int FEWEST_LINES = 10; // of a load that is searched with: with none it has FAILED

        public Setting {
            if (!objectives.isEmpty() && !hasRate(load)) {
                throw new IllegalArgumentException(
                        "slo goes with one rate, and with poisson: true, because each load has other arrivals");
            }
        }

        private static boolean hasRate(LoadPlan load) {
            return load.arrivals() instanceof Arrivals.Poisson(var rate, var seed)
                    && rate instanceof Arrivals.ConstantRate;
        }

        boolean isSearch() {
            return !objectives.isEmpty();
        }

        /** Returns the number of loads of a trial. */
        int loadsOfATrial() {
            return isSearch() ? HighestRate.PROBES : 1;
        }

        /** Returns the first search, if {@link #isSearch}. */
        RateSearch search() {
            var arrivals = (Arrivals.Poisson) load.arrivals();
            double seconds = load.duration().toNanos() / 1e9;
            return new RateSearch(((Arrivals.ConstantRate) arrivals.rate()).linesPerSecond(), FEWEST_LINES / seconds);
        }

        /** True if a load has kept the objectives. */
        boolean isKept(LoadReport report) {
            return objectives.stream()
                    .allMatch(objective -> objective.in(report).isMet());
        }

        /** The objectives, for people. */
        String goal() {
            return objectives.stream().map(Objective::toString).collect(Collectors.joining(", "));
        }

        Trial.Cell cell(Contestant contestant) {
            return new Trial.Cell(scenario, contestant.name(), clients, point);
        }

        /** Returns why a contestant cannot be put under this load; empty if it can. */
        Optional<String> obstacle(Contestant contestant) {
            try {
                return contestant.obstacle(load.speaking(contestant.protocol()));
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        /** Returns the name of the setting, for people. */
        String title() {
            return clients + " " + scenario + (point == null ? "" : ", " + point);
        }
    }

    public String name() {
        return question.name();
    }

    /** Returns why a contestant cannot answer this scenario; empty if it can. */
    Optional<String> obstacle(Contestant contestant) {
        return settings.stream()
                .flatMap(setting -> setting.obstacle(contestant).stream())
                .findFirst();
    }

    /**
     * True if clients can stay connected to so many contestants between trials. They cannot if the scenario asks about their coming, if they
     * come and go, or if all of them at once are too many.
     */
    boolean clientsStay(Setting setting, int contestants) {
        return setting.load().population().stays()
                && question.knownFigures().stream().noneMatch(Figure::isOfConnecting)
                && Crowd.areManyPossible(contestants, setting.load());
    }
}
