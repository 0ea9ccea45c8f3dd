package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.testkit.ClusterSimulation;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSimulationTest {
    private static final int STEPS = 3000;
    private static final int SEEDS = 30;

    private long relayed;
    private long held;
    private long repeated;
    private long doubled;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyClientReceivesWhatItsOwnQueueWouldHold(long seed) {
        var links = new SimulatedLinks(seed);
        var simulation = new ClusterSimulation(seed, seed % 3 == 0 ? 3 : 2, links);
        simulation.run(STEPS);
        assertThat(links.lostLines()).isZero();
        relayed += simulation.relayedLines();
        held += simulation.heldInputs();
        repeated += links.repeatedBatches();
        doubled += links.doubledBatches();
    }

    @AfterAll
    void theSeedsReachWhatTheyAreFor() {
        assertThat(relayed).isPositive();
        assertThat(held).isPositive();
        assertThat(repeated).isPositive();
        assertThat(doubled).isPositive();
    }
}
