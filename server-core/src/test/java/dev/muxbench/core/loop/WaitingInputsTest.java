package dev.muxbench.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.status.LoopCounters;
import org.junit.jupiter.api.Test;

class WaitingInputsTest {
    @Test
    void theTimesOfAllAreAddedUp() {
        var counters = new LoopCounters();
        var waiting = new WaitingInputs(counters);
        waiting.settle(5);
        waiting.add(10);
        waiting.add(30); // 20 of one
        waiting.settle(40); // 10 of two
        waiting.remove(45); // 5 of two
        waiting.remove(100); // 55 of one
        waiting.settle(200);
        assertThat(waiting.count()).isZero();
        assertThat(counters.snapshot().pushbackNanos()).isEqualTo(20 + 2 * 10 + 2 * 5 + 55);
        assertThat(counters.snapshot().heldInputs()).isEqualTo(2);
    }
}
