package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final WarmUp warmUp = new WarmUp();

    private void add(double cpu, String verdict) {
        var figures = Double.isNaN(cpu) ? Map.<String, Double>of() : Map.of(Figure.SERVER_CPU.key(), cpu);
        warmUp.add(
                new Trial("s", "nio", 10, null, 1, 0, false, "", verdict, List.of(), "", figures, Map.of(), List.of()));
    }

    @Test
    void itIsOverWhenThreeInARowAgree() {
        add(100, Trial.VALID);
        add(60, Trial.VALID);
        add(56, Trial.VALID);
        assertThat(warmUp.isOver()).isFalse();
        add(58, Trial.VALID);
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void aSlowDeclineIsAChange() {
        add(100, Trial.VALID);
        add(93, Trial.VALID);
        add(86, Trial.VALID);
        assertThat(warmUp.isOver()).isFalse();
    }

    @Test
    void whoDoesNotComeToItsPaceIsTakenAsItIs() {
        for (double cpu : new double[] {100, 60, 100, 60}) {
            add(cpu, Trial.VALID);
            assertThat(warmUp.isOver()).isFalse();
        }
        add(100, Trial.VALID);
        assertThat(warmUp.isOver()).isTrue();
    }

    /** A scenario of connections has no line in its measured time. */
    @Test
    void withoutDeliveriesThereIsNothingToWaitFor() {
        add(Double.NaN, Trial.VALID);
        add(Double.NaN, Trial.VALID);
        add(Double.NaN, Trial.VALID);
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void whoNeverWasValidIsHopeless() {
        for (int i = 0; i < 4; i++) {
            add(100, Trial.INVALID);
            assertThat(warmUp.isOver()).isFalse(); // it may have been the machine
        }
        add(100, Trial.INVALID);
        assertThat(warmUp.isOver()).isTrue();
        assertThat(warmUp.isHopeless()).isTrue();
    }

    @Test
    void whoWasValidOnceIsMeasured() {
        add(100, Trial.INVALID);
        add(100, Trial.VALID);
        add(100, Trial.VALID);
        assertThat(warmUp.isOver()).isTrue();
        assertThat(warmUp.isHopeless()).isFalse();
    }
}
