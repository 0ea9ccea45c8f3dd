package dev.muxbench.experiment.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final double MIB = 1 << 20;
    private static final Offset<Double> CLOSE = within(0.002);

    /** Forty readings, 5 * 10^7 deliveries apart. */
    private static Growth of(Vitals what, DoubleUnaryOperator valueOfReading) {
        var growth = new Growth(what);
        for (int i = 0; i < 40; i++) {
            growth.add(i * 5e7, valueOfReading.applyAsDouble(i));
        }
        return growth;
    }

    @Test
    void aLeakIsFound() {
        var growth = of(Vitals.LIVE_HEAP, i -> 20 * MIB + i * 0.25 * MIB);
        assertThat(growth.share().orElseThrow()).isCloseTo(0.5 / 25, CLOSE);
        assertThat(growth.complaint().orElseThrow())
                .isEqualTo("bytes of live heap grow by 2.0 % for each 10^8 deliveries (bound: 1 %)");
    }

    @Test
    void oneDescriptorInTenPhasesIsALeak() {
        assertThat(of(Vitals.DESCRIPTORS, i -> 20 + Math.floor(i / 5.0)).complaint())
                .isPresent();
    }

    @Test
    void whatOnlyTheFirstHalfTookIsNoLeak() {
        assertThat(of(Vitals.DIRECT, i -> Math.min(i, 20) * MIB).complaint()).isEmpty();
    }

    /** Single readings come while something is freed. */
    @Test
    void readingsFarOffAreNoLeak() {
        var random = new Random(1);
        var growth = of(Vitals.LIVE_HEAP, i -> 20 * MIB + (i % 7 == 3 ? 30 * MIB : random.nextInt(1 << 16)));
        assertThat(growth.share().orElseThrow()).isCloseTo(0, CLOSE);
    }

    /** A cache that three phases of four leave full hides nothing: the floor is what leaks. */
    @Test
    void aLeakBelowACacheIsFound() {
        DoubleUnaryOperator cache = i -> i % 4 == 0 ? 0 : 5 * MIB;
        assertThat(of(Vitals.LIVE_HEAP, i -> 20 * MIB + cache.applyAsDouble(i))
                        .share()
                        .orElseThrow())
                .isZero();
        assertThat(of(Vitals.LIVE_HEAP, i -> 20 * MIB + cache.applyAsDouble(i) + i * 0.25 * MIB)
                        .complaint())
                .isPresent();
    }

    @Test
    void aRiseWithinTheResolutionIsNone() {
        assertThat(of(Vitals.THREADS, i -> 10 + i / 39).share().orElseThrow()).isZero();
    }

    @Test
    void fewReadingsSayNothing() {
        var growth = new Growth(Vitals.THREADS);
        for (int i = 0; i < 10; i++) {
            growth.add(i * 1e8, i * 100);
        }
        assertThat(growth.share()).isEmpty();
        assertThat(growth.complaint()).isEmpty();
    }
}
