package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RandomizedBlocksTest {
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final Offset<Double> AS_TABLES = within(1e-3);

    private static RandomizedBlocks judged(List<List<double[]>> epochs) {
        return RandomizedBlocks.of(epochs, 0.95);
    }

    /** A pass of values whose logarithms are these. */
    private static double[] pass(double... logarithms) {
        return Arrays.stream(logarithms).map(Math::exp).toArray();
    }

    private static double halfWidth(Interval ratio) {
        return Math.log(ratio.high() / ratio.low()) / 2;
    }

    /** 2, 4 and 8 times as much: a pair's test by Student's t, whose quantile of two degrees of freedom is 4.303. */
    @Test
    void twoContestantsArePairs() {
        var result = judged(List.of(
                List.of(new double[] {2, 1}), List.of(new double[] {40, 10}), List.of(new double[] {0.8, 0.1})));
        assertThat(result.ratio(0, 1)).isCloseTo(4, EXACTLY);
        assertThat(result.ratio(1, 0)).isCloseTo(0.25, EXACTLY);
        var interval = result.ratioInterval(0, 1);
        assertThat(interval.low()).isCloseTo(4 / Math.pow(2, 4.3027 / Math.sqrt(3)), AS_TABLES);
        assertThat(interval.high()).isCloseTo(4 * Math.pow(2, 4.3027 / Math.sqrt(3)), within(0.01));
        assertThat(result.ratioInterval(1, 0).high()).isCloseTo(1 / interval.low(), EXACTLY);
        assertThat(result.isShown(0, 1)).isFalse();
    }

    /** Residuals of a Latin square: their mean square is 6 / 4, the studentized range of 3 means and 4 degrees of freedom 5.040. */
    @Test
    void withoutADepartureItIsTukeysInterval() {
        var result = judged(List.of(
                List.of(pass(9 + 1, 4 - 1, 0)), List.of(pass(10, 5 + 1, 1 - 1)), List.of(pass(7 - 1, 2, -2 + 1))));
        assertThat(Math.log(result.ratio(0, 1))).isCloseTo(5, EXACTLY);
        for (int[] pair : new int[][] {{0, 1}, {0, 2}, {1, 2}, {2, 0}}) {
            assertThat(halfWidth(result.ratioInterval(pair[0], pair[1])))
                    .isCloseTo(5.040 * Math.sqrt(1.5 / 3), AS_TABLES);
        }
        assertThat(result.isShown(0, 1)).isTrue();
        assertThat(result.isShown(1, 0)).isTrue();
        assertThat(result.isShown(1, 2)).isTrue();
    }

    /**
     * Only the first contestant's blocks scatter. Differences of the epochs' means have variances of 8, 2 and 2, of their blocks' means 1,
     * 1 and 0: the processes' part is 4 - 2/3. The studentized range of 3 means and 2 degrees of freedom is 8.331.
     */
    @Test
    void aPairHasItsOwnVariance() {
        var result = judged(List.of(
                List.of(pass(1 + 1, -1, 0), pass(1 - 1, -1, 0)), List.of(pass(-1 + 1, 1, 0), pass(-1 - 1, 1, 0))));
        double processes = 4 - 2.0 / 3;
        assertThat(halfWidth(result.ratioInterval(0, 1))).isCloseTo(8.331 * Math.sqrt(8.0 / 4), AS_TABLES);
        assertThat(halfWidth(result.ratioInterval(0, 2))).isCloseTo(8.331 * Math.sqrt((processes + 1) / 4), AS_TABLES);
        assertThat(halfWidth(result.ratioInterval(1, 2))).isCloseTo(8.331 * Math.sqrt(processes / 4), AS_TABLES);
        assertThat(result.blockError()).isCloseTo(Math.sqrt(2.0 / 3), EXACTLY);
        assertThat(result.processError()).isCloseTo(Math.sqrt(processes / 2), EXACTLY);
        assertThat(result.processShare()).isCloseTo(processes / 4, EXACTLY);
    }

    /** By chance two epochs agree. Their blocks do not, so the interval is as wide as those say: Student's t of one epoch is 12.706. */
    @Test
    void epochsThatAgreeAreNotSurerThanTheirBlocks() {
        var epoch = List.of(pass(1, 0), pass(-1, 0));
        var result = judged(List.of(epoch, epoch));
        assertThat(halfWidth(result.ratioInterval(0, 1))).isCloseTo(12.706 * Math.sqrt(1.0 / 2), within(2e-3));
        assertThat(result.processError()).isZero();
        assertThat(result.processShare()).isZero();
    }

    @Test
    void whatAPassHasInCommonCancels() {
        var calm = judged(List.of(List.of(pass(1, 2), pass(3, 1)), List.of(pass(2, 2), pass(4, 1))));
        var uneven = judged(List.of(List.of(pass(6, 7), pass(3, 1)), List.of(pass(2, 2), pass(0, -3))));
        assertThat(uneven.ratioInterval(0, 1).low())
                .isCloseTo(calm.ratioInterval(0, 1).low(), EXACTLY);
        assertThat(uneven.blockError()).isCloseTo(calm.blockError(), EXACTLY);
    }

    /** The first has three passes, whose difference varies by 1, and the second has one: the means' share is (1/3 + 1) / 2. */
    @Test
    void anEpochCountsOnceHoweverManyPassesItHas() {
        var result = judged(List.of(List.of(pass(0, 0), pass(1, 0), pass(2, 0)), List.of(), List.of(pass(5, 0))));
        assertThat(Math.log(result.ratio(0, 1))).isCloseTo(3, EXACTLY);
        assertThat(Math.log(result.level(0))).isCloseTo(3, EXACTLY);
        assertThat(result.blockError()).isCloseTo(Math.sqrt(1.0 / 2), EXACTLY);
        assertThat(result.processError()).isCloseTo(Math.sqrt((8 - 2.0 / 3) / 2), EXACTLY);
    }

    /** 1, 2 and 4: Student's t of two degrees of freedom. */
    @Test
    void oneContestantHasALevel() {
        var result = judged(List.of(
                List.of(new double[] {1}), List.of(new double[] {0.5}, new double[] {8}), List.of(new double[] {4})));
        assertThat(result.level(0)).isCloseTo(2, EXACTLY);
        assertThat(result.levelInterval(0).low()).isCloseTo(2 / Math.pow(2, 4.3027 / Math.sqrt(3)), AS_TABLES);
        assertThat(result.blockError()).isNaN();
        assertThat(result.processError()).isNaN();
        assertThat(result.processShare()).isNaN();
    }

    @Test
    void oneEpochSaysNothingOfAnother() {
        var result = judged(List.of(List.of(pass(1, 2), pass(2, 4))));
        assertThat(Math.log(result.ratio(1, 0))).isCloseTo(1.5, EXACTLY);
        assertThat(result.ratioInterval(0, 1).isBounded()).isFalse();
        assertThat(result.levelInterval(1).isBounded()).isFalse();
        assertThat(result.isShown(0, 1)).isFalse();
        assertThat(result.blockError()).isCloseTo(0.5, EXACTLY);
        assertThat(result.processError()).isNaN();
    }

    @Test
    void withOnePassEachItIsAllTheProcesses() {
        var result = judged(List.of(List.of(pass(1, 0)), List.of(pass(3, 0))));
        assertThat(result.blockError()).isZero();
        assertThat(result.processError()).isCloseTo(1, EXACTLY);
        assertThat(result.processShare()).isEqualTo(1);
    }

    @Test
    void whatIsNoExperimentIsRefused() {
        assertThatThrownBy(() -> judged(List.of(List.of()))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> judged(List.of(List.of(pass(1, 2)), List.of(pass(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> judged(List.of(List.of(new double[] {1, 0}))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> judged(List.of(List.of(new double[] {1, -1}))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
