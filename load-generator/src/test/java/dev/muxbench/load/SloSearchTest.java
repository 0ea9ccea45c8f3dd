package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.load.SloSearch.Outcome;
import dev.muxbench.load.SloSearch.Range;
import dev.muxbench.load.SloSearch.Try;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SloSearchTest {
    /** From any first rate, to 5 %, and no lower than the limit. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 90, 100, 900, 1000, 1001, 50_000})
    void theLimitIsFound(double first) throws Exception {
        var found = new SloSearch(Range.RATES, rate -> rate <= 1000 ? Outcome.KEPT : Outcome.MISSED).search(first);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.above()).isBetween(1000.0, 1000 * 1.05);
        assertThat(found.keptRuns()).isEqualTo(found.runs()).isEqualTo(3);
        assertThat(runsAt(found.tries(), found.kept())).isEqualTo(4);
        assertThat(found.keptShareAtLeast()).isCloseTo(Math.pow(0.05, 1.0 / found.runs()), within(1e-12));
        assertThat(found.invalid()).isFalse();
        assertThat(found.stopped()).isFalse();
    }

    private static long runsAt(List<Try> tries, double value) {
        return tries.stream().filter(run -> run.value() == value).count();
    }

    /** To the number, where 5 % are less than one. */
    @ParameterizedTest
    @CsvSource({"2, 2, 1000", "100, 2, 1000", "1, 7, 1000", "500, 900, 1000", "3, 1000, 1000", "6, 5000, 1000"})
    void wholeNumbersStayWhole(double first, double limit, double highest) throws Exception {
        var range = new Range(1, highest, true);
        var found = new SloSearch(range, value -> value <= limit ? Outcome.KEPT : Outcome.MISSED).search(first);
        assertThat(found.tries()).allMatch(run -> run.value() == Math.rint(run.value()) && run.value() <= highest);
        assertThat(found.kept()).isBetween(Math.floor(Math.min(limit, highest) / 1.05), Math.min(limit, highest));
        assertThat(found.above())
                .isBetween(
                        limit < highest ? limit + 1 : 1e9,
                        limit < highest ? 1.05 * limit + 1 : Double.POSITIVE_INFINITY);
        assertThat(found.keptRuns()).isEqualTo(3);
    }

    /** A machine that is busy all the time is not searched for hours. */
    @Test
    void whereNoRunCanBeTrustedTheSearchEnds() throws Exception {
        var found = new SloSearch(Range.RATES, rate -> Outcome.INVALID).search(100);
        assertThat(found.kept()).isZero();
        assertThat(found.invalid()).isTrue();
        assertThat(found.tries()).hasSize(10);
    }

    /** Nothing is tried below the lowest. */
    @Test
    void belowTheLowestThereIsNothing() throws Exception {
        var found = new SloSearch(new Range(8, 1000, true), value -> Outcome.MISSED).search(100);
        assertThat(found.kept()).isZero();
        assertThat(found.above()).isEqualTo(8);
        assertThat(found.tries().getLast().value()).isEqualTo(8);
    }

    /** Kept once by chance, and never again: what counts is what came after that. */
    @Test
    void theRunThatChoseAValueDoesNotConfirmIt() throws Exception {
        var tried = new HashSet<Double>();
        var found = new SloSearch(
                        Range.RATES,
                        rate -> rate <= 1000 || (rate <= 1600 && tried.add(rate)) ? Outcome.KEPT : Outcome.MISSED)
                .search(100);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.keptRuns()).isEqualTo(found.runs()).isEqualTo(3);
    }

    @Test
    void whereNoRateIsKeptNoneIsNamed() throws Exception {
        var found = new SloSearch(Range.RATES, rate -> Outcome.MISSED).search(100);
        assertThat(found.kept()).isZero();
        assertThat(found.keptShareAtLeast()).isZero();
        assertThat(found.above()).isLessThan(1);
    }

    /** Then the limit is the generator's. */
    @Test
    void aRunThatIsNotToBeTrustedIsNoProof() throws Exception {
        var found = new SloSearch(Range.RATES, rate -> rate <= 1000 ? Outcome.KEPT : Outcome.INVALID).search(100);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.invalid()).isTrue();
    }

    /** The higher the rate, the seldomer it is kept: a single lucky run does not make a rate kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nearTheLimitMostRunsDecide(long seed) throws Exception {
        var random = new Random(seed);
        var found = new SloSearch(
                        Range.RATES,
                        rate -> random.nextDouble() < 1 / (1 + Math.pow(rate / 1000, 20))
                                ? Outcome.KEPT
                                : Outcome.MISSED)
                .search(100);
        assertThat(found.kept()).isBetween(600.0, 1200.0);
        assertThat(2 * found.keptRuns()).isGreaterThan(found.runs());
        assertThat(found.above()).isGreaterThan(found.kept());
        assertThat(found.tries()).hasSizeLessThan(110);
    }

    /** It misses at first whatever it is asked, as it is cold. */
    @Test
    void aServerThatWarmsUpIsNotHeldToItsFirstRuns() throws Exception {
        int[] runs = {0};
        var found = new SloSearch(Range.RATES, rate -> runs[0]++ >= 2 && rate <= 1000 ? Outcome.KEPT : Outcome.MISSED)
                .search(800);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.above()).isBetween(1000.0, 1000 * 1.05);
    }

    @Test
    void whatIsStoppedSaysSo() throws Exception {
        int[] runs = {0};
        var found = new SloSearch(Range.RATES, rate -> runs[0]++ < 3 ? Outcome.KEPT : Outcome.STOPPED).search(100);
        assertThat(found.stopped()).isTrue();
        assertThat(found.kept()).isEqualTo(400);
        assertThat(found.runs()).isZero();
        assertThat(found.tries()).hasSize(3);
    }
}
