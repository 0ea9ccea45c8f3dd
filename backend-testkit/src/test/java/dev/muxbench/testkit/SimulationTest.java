package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    private static final int STEPS = 5000;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyClientReceivesWhatItsOwnQueueWouldHold(long seed) {
        new Simulation(seed).run(STEPS);
    }

    @Test
    void theSeedsReachWhatTheyAreFor() {
        long held = 0;
        for (long seed = 0; seed < 5; seed++) {
            var simulation = new Simulation(seed);
            simulation.run(STEPS);
            assertThat(simulation.activity().get("relayed")).isPositive();
            held += simulation.activity().get("held");
        }
        assertThat(held).isPositive();
    }
}
