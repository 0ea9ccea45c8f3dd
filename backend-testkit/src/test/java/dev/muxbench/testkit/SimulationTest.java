package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {
    private static final int STEPS = 3000;
    private static final int SEEDS = 60;
    private static final long HELD_INPUT_OF_A_CLOSED_CLIENT = 112; // held for its replies, then its room filled up

    private final ArrayList<Simulation.Activity> activities = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, SEEDS), LongStream.of(HELD_INPUT_OF_A_CLOSED_CLIENT));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyClientReceivesWhatItsOwnQueueWouldHold(long seed) {
        var simulation = new Simulation(seed);
        simulation.run(STEPS);
        activities.add(simulation.activity());
    }

    @AfterAll
    void theSeedsReachWhatTheyAreFor() {
        if (activities.size() > SEEDS) {
            assertThat(activities)
                    .allSatisfy(activity -> assertThat(activity.relayed()).isPositive());
            assertThat(activities)
                    .anySatisfy(activity -> assertThat(activity.held()).isPositive());
            assertThat(activities)
                    .anySatisfy(activity -> assertThat(activity.refused()).isPositive());
            assertThat(activities)
                    .anySatisfy(activity -> assertThat(activity.evicted()).isPositive());
        }
    }
}
