package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionsTest {
    private final Completions completions = new Completions(2, false);
    private final Completions doubtful = new Completions(2, true);

    @Test
    void nothingIsInFlightBeforeTheFirstLine() {
        assertThat(completions.linesInFlight(0, 0)).isZero();
    }

    @Test
    void aLineCountsForThoseWhoLackIt() {
        completions.begin(0, 0, 4);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(1);
        completions.settle(1);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(0.75);
        completions.begin(1, 0, 4);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(1.75);
        completions.settle(7);
        assertThat(completions.linesInFlight(0, 0)).isZero();
    }

    @Test
    void whoNeedNotHaveALineLacksNone() {
        completions.begin(0, 0, 4);
        completions.forgive(0, 0);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(0.75);
        assertThat(completions.isComplete(0, 0)).isFalse();
        for (int i = 0; i < 3; i++) {
            completions.forgive(0, 0);
        }
        assertThat(completions.linesInFlight(0, 0)).isZero();
        assertThat(completions.isComplete(0, 0)).isTrue();
    }

    /** A room of one is as much of a line as one of seven. */
    @Test
    void inRoomsOfDifferentSizesALineIsWhatItIsOnAverage() {
        completions.begin(0, 0, 1);
        completions.begin(1, 0, 7);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(2);
        completions.settle(4);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(1);
    }

    @Test
    void aLineThatIsCorrectedCountsForItsReceiversOnly() {
        completions.begin(0, 0, 4);
        completions.correct(0, 0, 2);
        completions.settle(1);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(0.5);
        assertThat(completions.arrived(0, 0)).isFalse();
        assertThat(completions.arrived(0, 0)).isTrue();
    }

    @Test
    void aLineThatIsStillOnItsWayWhenItsSlotIsNeededIsNotFollowed() {
        var ring = LineRing.of(2);
        completions.begin(0, 0, 4);
        assertThat(completions.untracked()).isZero();
        completions.begin(0, ring.length(), 4);
        assertThat(completions.untracked()).isEqualTo(1);
        assertThat(completions.linesInFlight(0, 0)).isEqualTo(2);
    }

    @Test
    void aDoubtedLineThatNobodyReceivesWasNotAccepted() {
        doubtful.begin(0, 0, 4);
        doubtful.begin(0, 1, 3);
        doubtful.begin(0, 2, 2);
        doubtful.begin(1, 0, 1);
        doubtful.arrived(0, 0);
        doubtful.doubt(0, 2);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(3);
        doubtful.arrived(0, 1);
        assertThat(doubtful.unacceptedDeliveries()).isZero();
    }

    @Test
    void whatHasReachedEverybodyIsNotDoubted() {
        doubtful.begin(0, 0, 1);
        doubtful.begin(0, 1, 1);
        doubtful.arrived(0, 0);
        doubtful.doubt(0, 2);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(1);
    }

    /** As many as have slots. */
    @Test
    void everyLineThatIsStillFollowedIsDoubted() {
        int lines = LineRing.of(2).length() + 1;
        for (int number = 0; number < lines; number++) {
            doubtful.begin(0, number, 3);
        }
        doubtful.doubt(0, lines);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(3L * (lines - 1));
    }

    @Test
    void aLineIsDoubtedOnceHoweverOftenTheConnectionBreaks() {
        doubtful.begin(0, 0, 3);
        doubtful.doubt(0, 1);
        doubtful.begin(0, 1, 3);
        doubtful.doubt(0, 2);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(6);
    }

    @Test
    void aDoubtIsNotOfTheLineThatHasTheSlotNext() {
        int length = LineRing.of(2).length();
        doubtful.begin(0, 0, 1);
        doubtful.doubt(0, 1);
        doubtful.arrived(0, 0);
        doubtful.begin(0, length, 2);
        doubtful.arrived(0, length);
        assertThat(doubtful.unacceptedDeliveries()).isZero();
    }

    @Test
    void aLineThatWasNotAcceptedIsSoWhenItsSlotIsNeededAgain() {
        int length = LineRing.of(2).length();
        doubtful.begin(0, 0, 3);
        doubtful.begin(0, 1, 2);
        doubtful.arrived(0, 1);
        doubtful.doubt(0, 2);
        doubtful.begin(0, length, 2);
        doubtful.begin(0, length + 1, 2);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(3);
        doubtful.arrived(0, length);
        assertThat(doubtful.unacceptedDeliveries()).isEqualTo(3);
    }
}
