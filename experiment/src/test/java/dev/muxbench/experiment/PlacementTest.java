package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void withoutACpuNobodyIsPinned() {
        assertThat(Placement.FREE.prefix()).isEmpty();
        assertThat(Placement.FREE).hasToString("where the system puts them");
    }

    @Test
    void aServerIsPinnedWithAllOfItsThreads() {
        var placement = new Placement(List.of(0, 2, 3), List.of(), null);
        assertThat(placement.prefix()).containsExactly("taskset", "-c", "0,2,3");
        assertThat(placement).hasToString("servers on CPU 0,2,3, generator on any CPU");
    }
}
