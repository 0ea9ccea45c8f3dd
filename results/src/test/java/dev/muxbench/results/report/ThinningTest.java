package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private static final int DAY = 86_400;
    private static final int MOST = 1000;

    private static List<String> phases(int warmUp, int measured) {
        var phases = new ArrayList<>(Collections.nCopies(warmUp, "WARM_UP"));
        phases.addAll(Collections.nCopies(measured, "MEASURED"));
        return phases;
    }

    @Test
    void whatIsShortStaysAsItIs() {
        var thinning = new Thinning(phases(1, 3), 4);
        List<@Nullable Double> values = Arrays.asList(1.0, null, 3.0, 2.0);
        assertThat(thinning.extremes(values)).isEqualTo(values);
        assertThat(thinning.ends(values)).isEqualTo(values);
    }

    @Test
    void neitherAPeakNorAStandstillIsLost() {
        var values = new ArrayList<@Nullable Double>(Collections.nCopies(DAY, 5.0));
        var expected = new ArrayList<Double>();
        for (int second = 700; second < DAY; second += 1000) { // never two in one group
            double odd = second % 2000 == 700 ? second : -second;
            values.set(second, odd);
            expected.add(odd);
        }
        var points = new Thinning(phases(0, DAY), MOST).extremes(values);
        assertThat(points).hasSizeBetween(MOST / 2, MOST);
        assertThat(points.stream()
                        .filter(value -> value != null && value != 5.0)
                        .toList())
                .isEqualTo(expected);
    }

    @Test
    void ofAGroupTheLeastAndTheGreatestComeInTheirOrder() {
        var thinning = new Thinning(phases(0, 8), 4); // groups of four
        assertThat(thinning.extremes(Arrays.asList(2.0, 9.0, 1.0, 3.0, 4.0, 8.0, 8.0, null)))
                .containsExactly(9.0, 1.0, 4.0, 8.0);
        assertThat(thinning.extremes(Arrays.asList(null, null, null, null, null, 7.0, null, null)))
                .containsExactly(null, null, 7.0, 7.0);
        assertThat(thinning.ends(List.of(1, 2, 3, 4, 5, 6, 7, 8))).containsExactly(2, 4, 6, 8);
    }

    @Test
    void aGroupEndsWithItsPhase() {
        var thinning = new Thinning(phases(1, 9), 4); // groups of five
        assertThat(thinning.ends(phases(1, 9)))
                .containsExactly("WARM_UP", "MEASURED", "MEASURED", "MEASURED", "MEASURED");
        assertThat(thinning.ends(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).containsExactly(1, 3, 6, 8, 10);
    }
}
