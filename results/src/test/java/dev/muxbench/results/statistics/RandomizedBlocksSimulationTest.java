package dev.muxbench.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muxbench.results.SamplingError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Experiments of contestants that are equal, in worlds that are that of the model and in others. */
class RandomizedBlocksSimulationTest {
    private static final int RUNS = 1000;
    private static final Size USUAL = new Size(4, 10, 6, 0.02, 0.08);

    /** What is different from the model. */
    enum World {
        MODEL,
        /** Blocks of the first contestant scatter three times as much. */
        UNEQUAL_BLOCKS,
        /** Its processes do. */
        UNEQUAL_PROCESSES,
        /** Both do. */
        UNEQUAL,
        /** One block in ten has 1.3 times the value. */
        OUTLIERS,
        /** A block is like the one before it, by a half. */
        CORRELATED,
        /** The machine loses 30 % in each epoch. */
        DRIFT,
        /** The first epoch has kept a quarter of its passes, the second a half. */
        UNEQUAL_PASSES
    }

    /** Errors are standard deviations of logarithms. */
    private record Size(int epochs, int passes, int contestants, double processError, double blockError) {}

    /** Shares of the experiments that have shown any difference, or that of the pair for which it was most often. */
    private record Mistakes(double any, double worstPair) {}

    private final Random random = new Random(20);

    private RandomizedBlocks experiment(Size size, World world) {
        var epochs = IntStream.rangeClosed(1, size.epochs)
                .mapToObj(e -> {
                    int kept = world == World.UNEQUAL_PASSES ? size.passes * e / size.epochs : size.passes;
                    return epoch(size, kept, world);
                })
                .toList();
        return RandomizedBlocks.of(epochs, 0.95);
    }

    private List<double[]> epoch(Size size, int passes, World world) {
        var processes = normal(size.contestants, size.processError);
        processes[0] *= world == World.UNEQUAL_PROCESSES || world == World.UNEQUAL ? 3 : 1;
        var blocks = normal(size.contestants, size.blockError);
        var order = new ArrayList<>(IntStream.range(0, size.contestants).boxed().toList());
        var epoch = new ArrayList<double[]>();
        for (int pass = 0; pass < passes; pass++) {
            double common = 0.1 * random.nextGaussian();
            var fresh = normal(size.contestants, size.blockError);
            Collections.shuffle(order, random);
            var values = new double[size.contestants];
            for (int k = 0; k < values.length; k++) {
                blocks[k] = world == World.CORRELATED ? 0.5 * blocks[k] + Math.sqrt(0.75) * fresh[k] : fresh[k];
                boolean isRestless = k == 0 && (world == World.UNEQUAL_BLOCKS || world == World.UNEQUAL);
                double elapsed = (pass + (double) order.get(k) / values.length) / passes;
                values[k] = Math.exp(common + processes[k] + blocks[k] * (isRestless ? 3 : 1))
                        * (world == World.DRIFT ? Math.pow(0.7, elapsed) : 1)
                        * (world == World.OUTLIERS && random.nextInt(10) == 0 ? 1.3 : 1);
            }
            epoch.add(values);
        }
        return epoch;
    }

    private double[] normal(int count, double deviation) {
        return IntStream.range(0, count)
                .mapToDouble(k -> deviation * random.nextGaussian())
                .toArray();
    }

    private Mistakes mistakes(Size size, World world, int runs) {
        int any = 0;
        var ofPair = new int[size.contestants * size.contestants];
        for (int run = 0; run < runs; run++) {
            var result = experiment(size, world);
            var shown = IntStream.range(0, ofPair.length)
                    .filter(pair -> result.isShown(pair / size.contestants, pair % size.contestants))
                    .toArray();
            any += shown.length > 0 ? 1 : 0;
            for (int pair : shown) {
                ofPair[pair]++;
            }
        }
        return new Mistakes(
                (double) any / runs, (double) IntStream.of(ofPair).max().orElseThrow() / runs);
    }

    /** Without a correction for fifteen pairs more than a quarter would find one. */
    @Test
    void anyDifferenceOfEqualContestantsIsRare() {
        assertThat(mistakes(USUAL, World.MODEL, 2 * RUNS).any).isBetween(0.02, 0.05);
    }

    /** With one variance for all pairs it would be a tenth where the contestants' differ. */
    @ParameterizedTest
    @EnumSource(
            names = {"MODEL", "UNEQUAL_PROCESSES"},
            mode = EnumSource.Mode.EXCLUDE)
    void itStaysRareInAnotherWorld(World world) {
        assertThat(mistakes(USUAL, world, RUNS).any).isBetween(0.01, 0.05);
    }

    /** The method's limit: few epochs of a contestant whose processes, and not its blocks, scatter more than the others'. */
    @Test
    void aPairKeepsThePromiseThatAllTogetherDoNot() {
        var mistakes = mistakes(new Size(3, 25, 6, 0.03, 0.05), World.UNEQUAL_PROCESSES, RUNS);
        assertThat(mistakes.worstPair).isBetween(0.01, 0.05);
        assertThat(mistakes.any).isBetween(0.05, 0.1);
    }

    @Test
    void errorsAreToldApart() {
        var result = experiment(new Size(200, 10, 6, 0.02, 0.08), World.MODEL);
        assertThat(result.blockError()).isCloseTo(0.08, within(0.002));
        assertThat(result.processError()).isCloseTo(0.02, within(0.004));
    }

    @Test
    void aLevelIsCoveredAsOftenAsItSays() {
        long covered = IntStream.range(0, RUNS)
                .filter(run -> experiment(new Size(4, 5, 1, 0.02, 0.08), World.MODEL)
                        .levelInterval(0)
                        .contains(1))
                .count();
        assertThat((double) covered / RUNS).isCloseTo(0.95, SamplingError.of(0.95, RUNS));
    }
}
