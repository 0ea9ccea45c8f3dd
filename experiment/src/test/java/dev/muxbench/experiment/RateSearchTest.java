package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSearchTest {
    private final List<Double> tried = new ArrayList<>();

    private RateSearch search(double least, DoublePredicate isKept) {
        var search = new RateSearch(100, least);
        while (!search.isOver()) {
            tried.add(search.next());
            search.add(isKept.test(search.next()));
        }
        return search;
    }

    @ParameterizedTest
    @CsvSource({"150, 100, 200", "250, 200, 400", "5000, 3200, 6400", "99, 50, 100", "30, 25, 50"})
    void theRateIsBetweenOneThatIsKeptAndOneThatIsNot(double limit, double kept, double missed) {
        var search = search(10, rate -> rate <= limit);
        assertThat(search.result().orElseThrow()).isEqualTo(Math.sqrt(kept * missed), within(1e-9));
        assertThat(tried).contains(kept, missed);
    }

    @Test
    void oneProbeDecidesNothing() {
        var search = search(10, rate -> isFirstAt(rate) != (rate <= 250));
        assertThat(search.result().orElseThrow()).isEqualTo(Math.sqrt(200 * 400), within(1e-9));
        assertThat(tried).containsExactly(100.0, 100.0, 100.0, 200.0, 200.0, 200.0, 400.0, 400.0, 400.0);
    }

    private boolean isFirstAt(double rate) {
        return tried.indexOf(rate) == tried.size() - 1;
    }

    @Test
    void aRateThatIsNowhereIsSaid() {
        var never = search(30, rate -> false);
        assertThat(never.result()).isEmpty();
        assertThat(never.failure()).isEqualTo("it is not kept even at 50 lines/s");
        var always = search(30, rate -> true);
        assertThat(always.result()).isEmpty();
        assertThat(always.failure()).isEqualTo("it is kept even at 25600 lines/s");
    }
}
