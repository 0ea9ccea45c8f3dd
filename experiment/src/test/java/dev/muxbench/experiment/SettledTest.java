package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import dev.muxbench.results.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final Scenario ASKED = new Scenario(
            new Question(
                    "s",
                    "How?",
                    "the best",
                    "some load",
                    Figure.DELIVERIES_PER_SECOND.key(),
                    List.of(Figure.DELIVERIES_PER_SECOND.key()),
                    List.of(4),
                    null,
                    List.of()),
            List.of(),
            Map.of());

    private static boolean isOpen(int rounds, double spread, String... names) {
        var contestants = List.of(names).stream()
                .<Contestant>map(name -> new BackendContestant(name, "nio"))
                .toList();
        var plan = new RunPlan(contestants, names[0], List.of(ASKED), 1000, null, 0.03, Placement.FREE);
        var trials = new ArrayList<Trial>();
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < names.length; i++) {
                double value = 1e6 * (1 + (i + round % 3) * spread);
                trials.add(new Trial(
                        "s",
                        names[i],
                        4,
                        null,
                        round,
                        1,
                        "",
                        Trial.VALID,
                        List.of(),
                        "",
                        Map.of(Figure.DELIVERIES_PER_SECOND.key(), value),
                        Map.of(),
                        List.of()));
            }
        }
        return !new Settled(plan).open(trials).isEmpty();
    }

    @Test
    void sixRoundsAreTheLeast() {
        assertThat(isOpen(5, 0, "a", "b")).isTrue();
        assertThat(isOpen(6, 0, "a", "b")).isFalse();
        assertThat(isOpen(6, 0, "a", "b", "c")).isTrue(); // among three it takes seven to show something
        assertThat(isOpen(7, 0, "a", "b", "c")).isFalse();
    }

    @Test
    void whatScattersNeedsMore() {
        assertThat(isOpen(8, 2, "a", "b")).isTrue();
    }

    @Test
    void oneBackendAloneIsJudgedByItsOwnFigure() {
        assertThat(isOpen(6, 0.001, "a")).isFalse();
        assertThat(isOpen(6, 0.5, "a")).isTrue();
    }
}
