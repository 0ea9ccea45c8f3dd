package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionsTest {
    private final Completions completions = new Completions(2, false);

    @Test
    void nothingIsInFlightBeforeTheFirstLine() {
        assertThat(completions.linesInFlight()).isZero();
    }

    @Test
    void aLineCountsForThoseWhoLackIt() {
        completions.begin(0, 0, 4);
        assertThat(completions.linesInFlight()).isEqualTo(1);
        completions.settle(1);
        assertThat(completions.linesInFlight()).isEqualTo(0.75);
        completions.begin(1, 0, 4);
        assertThat(completions.linesInFlight()).isEqualTo(1.75);
        completions.settle(7);
        assertThat(completions.linesInFlight()).isZero();
    }

    @Test
    void whoNeedNotHaveALineLacksNone() {
        completions.begin(0, 0, 4);
        completions.forgive(0, 0);
        assertThat(completions.linesInFlight()).isEqualTo(0.75);
        assertThat(completions.isComplete(0, 0)).isFalse();
        for (int i = 0; i < 3; i++) {
            completions.forgive(0, 0);
        }
        assertThat(completions.linesInFlight()).isZero();
        assertThat(completions.isComplete(0, 0)).isTrue();
    }

    /** A room of one is as much of a line as one of seven. */
    @Test
    void inRoomsOfDifferentSizesALineIsWhatItIsOnAverage() {
        completions.begin(0, 0, 1);
        completions.begin(1, 0, 7);
        assertThat(completions.linesInFlight()).isEqualTo(2);
        completions.settle(4);
        assertThat(completions.linesInFlight()).isEqualTo(1);
    }

    @Test
    void aLineThatIsCorrectedCountsForItsReceiversOnly() {
        completions.begin(0, 0, 4);
        completions.correct(0, 0, 2);
        completions.settle(1);
        assertThat(completions.linesInFlight()).isEqualTo(0.5);
        assertThat(completions.arrived(0, 0)).isFalse();
        assertThat(completions.arrived(0, 0)).isTrue();
    }

    @Test
    void aLineThatIsStillOnItsWayWhenItsSlotIsNeededIsNotFollowed() {
        var ring = LineRing.of(2);
        completions.begin(0, 0, 4);
        completions.begin(0, ring.length(), 4);
        assertThat(completions.untracked()).isEqualTo(1);
        assertThat(completions.linesInFlight()).isEqualTo(2);
    }
}
