package dev.muxbench.experiment.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.experiment.BackendContestant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakPlanTest {
    private static final List<BackendContestant> TWO =
            List.of(new BackendContestant("nio", "nio"), new BackendContestant("again", "nio"));
    private static final int CYCLE = TWO.size() * Hardship.values().length * 2;

    private static List<String> phases(long seed, int from, int count) {
        var plan = new SoakPlan(TWO, seed);
        return LongStream.range(from, from + count)
                .mapToObj(plan::phase)
                .map(Phase::toString)
                .toList();
    }

    @Test
    void allFollowsFromTheSeed() {
        assertThat(phases(7, 0, CYCLE)).isEqualTo(phases(7, 0, CYCLE));
        assertThat(phases(7, 0, CYCLE)).isNotEqualTo(phases(8, 0, CYCLE)).isNotEqualTo(phases(7, CYCLE, CYCLE));
    }

    /** So a failure can be replayed without what was before it. */
    @Test
    void aPhaseDoesNotDependOnThoseBefore() {
        var plan = new SoakPlan(TWO, 7);
        assertThat(plan.phase(33).toString()).isEqualTo(phases(7, 0, 34).getLast());
        assertThat(plan.phase(33).random().nextLong())
                .isEqualTo(new SoakPlan(TWO, 7).phase(33).random().nextLong());
    }

    @Test
    void eachBackendHasEachHardshipWithAndWithoutTlsInACycle() {
        var plan = new SoakPlan(TWO, 7);
        for (int cycle = 0; cycle < 3; cycle++) {
            var had = LongStream.range((long) cycle * CYCLE, (cycle + 1L) * CYCLE)
                    .mapToObj(plan::phase)
                    .map(phase -> phase.contestant().name() + " " + phase.scenario())
                    .toList();
            assertThat(had).doesNotHaveDuplicates().hasSize(CYCLE);
        }
    }
}
