package dev.muxbench.experiment;

import dev.muxbench.load.Crowd;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import dev.muxbench.results.Trial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to servers.
 *
 * @param question      what is asked
 * @param serverOptions of {@code serve}
 * @param settings      a load for each value of what is varied
 */
public record Scenario(Question question, List<String> serverOptions, List<Setting> settings) {
    /**
     * A load that all contestants are put under alike.
     *
     * @param scenario its name
     * @param point    value of the option that the scenario sweeps; null if it sweeps none
     * @param load     on whatever server
     */
    public record Setting(
            String scenario, int clients, @Nullable Point point, LoadPlan load) {
        Trial.Cell cell(Contestant contestant) {
            return new Trial.Cell(scenario, contestant.name(), clients, point);
        }

        /** Why that contestant cannot be put under it; empty if it can. */
        Optional<String> obstacle(Contestant contestant) {
            try {
                return contestant.obstacle(load.speaking(contestant.protocol()));
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        /** For people. */
        String title() {
            return clients + " " + scenario + (point == null ? "" : ", " + point);
        }
    }

    public String name() {
        return question.name();
    }

    /** Why this cannot be asked of that contestant; empty if it can. */
    Optional<String> obstacle(Contestant contestant) {
        return settings.stream()
                .flatMap(setting -> setting.obstacle(contestant).stream())
                .findFirst();
    }

    /**
     * Whether clients can stay connected to so many contestants from one trial to the next: not if their coming is asked about, if they
     * come and go, or if all of them at once are too many.
     */
    boolean clientsStay(Setting setting, int contestants) {
        return setting.load().population().stays()
                && question.knownFigures().stream().noneMatch(Figure::isOfConnecting)
                && Crowd.areManyPossible(contestants, setting.load());
    }
}
