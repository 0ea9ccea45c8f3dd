package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.load.SloSearch.Outcome;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloSearchTest {
    /** From any first rate, to 5 %, and no lower than the limit. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 90, 100, 900, 1000, 1001, 50_000})
    void theLimitIsFound(double first) throws Exception {
        var found = new SloSearch(rate -> rate <= 1000 ? Outcome.KEPT : Outcome.MISSED).search(first);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.above()).isBetween(1000.0, 1000 * 1.05);
        assertThat(found.keptRuns()).isEqualTo(found.runs()).isGreaterThanOrEqualTo(3);
        assertThat(found.keptShareAtLeast()).isCloseTo(Math.pow(0.05, 1.0 / found.runs()), within(1e-12));
        assertThat(found.invalid()).isFalse();
        assertThat(found.stopped()).isFalse();
    }

    @Test
    void whereNoRateIsKeptNoneIsNamed() throws Exception {
        var found = new SloSearch(rate -> Outcome.MISSED).search(100);
        assertThat(found.kept()).isZero();
        assertThat(found.keptShareAtLeast()).isZero();
        assertThat(found.above()).isLessThan(1);
    }

    /** Then the limit is the generator's. */
    @Test
    void aRunThatIsNotToBeTrustedIsNoProof() throws Exception {
        var found = new SloSearch(rate -> rate <= 1000 ? Outcome.KEPT : Outcome.INVALID).search(100);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.invalid()).isTrue();
    }

    /** The higher the rate, the seldomer it is kept: a single lucky run does not make a rate kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nearTheLimitMostRunsDecide(long seed) throws Exception {
        var random = new Random(seed);
        var found = new SloSearch(rate ->
                        random.nextDouble() < 1 / (1 + Math.pow(rate / 1000, 20)) ? Outcome.KEPT : Outcome.MISSED)
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
        var found = new SloSearch(rate -> runs[0]++ >= 2 && rate <= 1000 ? Outcome.KEPT : Outcome.MISSED).search(800);
        assertThat(found.kept()).isBetween(1000 / 1.05, 1000.0);
        assertThat(found.above()).isBetween(1000.0, 1000 * 1.05);
    }

    @Test
    void whatIsStoppedSaysSo() throws Exception {
        int[] runs = {0};
        var found = new SloSearch(rate -> runs[0]++ < 3 ? Outcome.KEPT : Outcome.STOPPED).search(100);
        assertThat(found.stopped()).isTrue();
        assertThat(found.kept()).isEqualTo(400);
        assertThat(found.tries()).hasSize(3);
    }
}
