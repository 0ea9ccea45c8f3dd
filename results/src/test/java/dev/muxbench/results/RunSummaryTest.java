package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {
    private static final Figure THROUGHPUT = Figure.DELIVERIES_PER_SECOND;

    @TempDir
    private Path folder;

    private RunFixture run;

    @BeforeEach
    void aRun() throws IOException {
        run = new RunFixture(folder.resolve("run"), "nio", "netty-epoll", "netty-nio")
                .ask(RunFixture.question("saturate", THROUGHPUT, List.of()));
    }

    private void throughput(String backend, double... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            run.trial("saturate", backend, null, i + 1, Trial.VALID, Map.of(THROUGHPUT, values[i]));
        }
    }

    private RunView view() throws IOException {
        return RunView.of(RunFiles.open(run.folder().path()));
    }

    private CellSummary cell(RunView view, String backend) {
        return view.summary()
                .cell(new Trial.Cell("saturate", backend, 10, null))
                .orElseThrow();
    }

    private RunSummary.Level level(RunView view, String backend, Figure figure) {
        return view.summary().level(new Trial.Cell("saturate", backend, 10, null), figure);
    }

    private List<Answers.Answer> answers() throws IOException {
        var view = view();
        return view.answers(view.questions().getFirst());
    }

    @Test
    void aRatioIsPairedByPass() throws IOException {
        throughput("nio", 1e6, 2e6, 4e6, 8e6, 16e6, 32e6); // the machine doubles its pace each time
        throughput("netty-epoll", 1.1e6, 2.2e6, 4.4e6, 8.8e6, 17.6e6, 35.2e6);
        var view = view();
        var ratios = view.summary().ratios(new Trial.Cell("saturate", "nio", 10, null), THROUGHPUT);
        var ratio = ratios.get(new Trial.Cell("saturate", "netty-epoll", 10, null));
        assertThat(ratio).isNotNull();
        assertThat(ratio.value()).isCloseTo(1.1, within(1e-9));
        assertThat(ratio.interval().low()).isCloseTo(1.1, within(1e-9));
        assertThat(ratio.finding()).isEqualTo(Finding.BETTER);
        assertThat(level(view, "netty-epoll", THROUGHPUT).value()).isCloseTo(1.1e6 * Math.pow(2, 2.5), within(1.0));
    }

    @Test
    void ofOneEpochNoIntervalIsClaimed() throws IOException {
        throughput("nio", 1);
        throughput("netty-epoll", 2);
        throughput("netty-nio", 1);
        var view = view();
        assertThat(level(view, "nio", THROUGHPUT).interval().isBounded()).isFalse();
        assertThat(view.summary()
                        .ratios(new Trial.Cell("saturate", "nio", 10, null), THROUGHPUT)
                        .values())
                .allMatch(ratio -> ratio.finding() == Finding.TOO_FEW_TRIALS);
        assertThat(view.caveats()).anyMatch(caveat -> caveat.contains("no interval is claimed"));
        assertThat(answers().getFirst().sure()).isNull();
    }

    /** What one contestant lacks is compared of nobody. */
    @Test
    void aPassThatIsNotCompleteIsLeftOut() throws IOException {
        throughput("nio", 1, 1, 100);
        throughput("netty-epoll", 2, 2);
        throughput("netty-nio", 1, 1, 1);
        var ratios = view().summary().ratios(new Trial.Cell("saturate", "netty-nio", 10, null), THROUGHPUT);
        assertThat(ratios.get(new Trial.Cell("saturate", "nio", 10, null)))
                .isNotNull()
                .extracting(RunSummary.Ratio::value)
                .isEqualTo(1.0);
    }

    @Test
    void theBestIsNamedWithAllThatAreNotShownToBeWorse() throws IOException {
        throughput("nio", 10, 10.1, 10.2, 9.9, 10, 10.3, 9.8, 10.1);
        throughput("netty-epoll", 10.1, 10, 10.1, 10, 10.1, 10.2, 9.9, 10);
        throughput("netty-nio", 8, 8.1, 8.2, 7.9, 8, 8.3, 7.8, 8.1);
        var answer = answers().getFirst();
        assertThat(answer.answer()).isEqualTo("netty-epoll or nio");
        assertThat(answer.sure()).isFalse();
    }

    @Test
    void aClearWinnerIsShown() throws IOException {
        throughput("nio", 10, 10.1, 10.2, 9.9, 10, 10.3, 9.8, 10.1);
        throughput("netty-epoll", 9, 9.1, 9.2, 8.9, 9, 9.3, 8.8, 9.1);
        throughput("netty-nio", 8, 8.1, 8.2, 7.9, 8, 8.3, 7.8, 8.1);
        assertThat(answers().getFirst().answer()).isEqualTo("nio");
        assertThat(answers().getFirst().sure()).isTrue();
        assertThat(answers().getFirst().detail()).contains("netty-epoll, x0.90");
    }

    /** It is the floor under a server, and no server. */
    @Test
    void theKernelAloneIsNoAnswer() throws IOException {
        run.call("netty-nio", RunView.LIMIT + "64");
        throughput("nio", 10, 10.1, 10.2, 9.9, 10, 10.3, 9.8, 10.1);
        throughput("netty-epoll", 8, 8.1, 8.2, 7.9, 8, 8.3, 7.8, 8.1);
        throughput("netty-nio", 20, 20.1, 20.2, 19.9, 20, 20.3, 19.8, 20.1);
        assertThat(answers().getFirst().answer()).isEqualTo("nio");
        assertThat(answers().getFirst().detail()).contains("the next is netty-epoll");
    }

    @Test
    void nobodyIsTheBestOfIncompleteData() throws IOException {
        throughput("nio", 10, 10, 10, 10, 10, 10);
        throughput("netty-epoll", 8, 8, 8, 8, 8, 8);
        run.trial("saturate", "netty-nio", null, 1, Trial.FAILED, Map.of());
        var answer = answers().getFirst();
        assertThat(answer.answer()).isEqualTo("no answer");
        assertThat(answer.detail()).contains("netty-nio");
        assertThat(cell(view(), "netty-nio").notes()).contains("epoch 1, pass 1: FAILED: a <b>reason</b>");
        assertThat(level(view(), "netty-nio", THROUGHPUT).value()).isNaN();
    }

    /** What it lacks since then is compared of the others all the same. */
    @Test
    void whoFailsInALaterEpochLeavesTheTable() throws IOException {
        throughput("nio", 10, 10, 1000);
        throughput("netty-epoll", 5, 5, 500);
        throughput("netty-nio", 20, 20);
        var failed = run.trial("saturate", "netty-nio", null, 3, 0, Trial.FAILED, Map.of());
        run.leaveOut(failed.cell(), failed.judgement());
        var view = view();
        assertThat(level(view, "nio", THROUGHPUT).value()).isCloseTo(Math.cbrt(10 * 10 * 1000), within(1e-9));
        assertThat(level(view, "netty-nio", THROUGHPUT).value()).isNaN();
        var ratios = view.summary().ratios(new Trial.Cell("saturate", "nio", 10, null), THROUGHPUT);
        assertThat(ratios).hasSize(1);
        assertThat(ratios.values())
                .allSatisfy(ratio -> assertThat(ratio.interval().high()).isCloseTo(0.5, within(1e-9)));
        assertThat(cell(view, "netty-nio").notes())
                .containsExactly("left out: FAILED: a <b>reason</b>", "epoch 3, warm-up: FAILED: a <b>reason</b>");
        var answer = answers().getFirst();
        assertThat(answer.answer()).isEqualTo("nio");
        assertThat(answer.detail()).endsWith("without netty-nio, which was left out: FAILED: a <b>reason</b>");
    }

    @Test
    void droppedPassesAreLeftOutAndCounted() throws IOException {
        throughput("nio", 10, 10);
        run.trial("saturate", "nio", null, 3, Trial.INVALID, Map.of(THROUGHPUT, 99.0));
        assertThat(level(view(), "nio", THROUGHPUT).value()).isCloseTo(10, within(1e-9));
        assertThat(cell(view(), "nio").dropped()).isEqualTo(1);
        assertThat(view().conditions()).containsExactly("saturate: 3 epochs, 2 passes, 1 more dropped as disturbed");
    }

    @Test
    void theWarmUpEntersNoFigure() throws IOException {
        throughput("nio", 10, 10);
        run.trial("saturate", "nio", null, 1, 0, Trial.VALID, Map.of(THROUGHPUT, 99.0));
        assertThat(level(view(), "nio", THROUGHPUT).value()).isCloseTo(10, within(1e-9));
    }

    /** A pass has too few lines for a percentile. */
    @Test
    void aPercentileIsThatOfAnEpochsPassesTogether() throws IOException {
        for (int epoch = 1; epoch <= 2; epoch++) {
            var fast = run.trial("saturate", "nio", null, epoch, 1, Trial.VALID, Map.of(Figure.LATENCY_P99, 10e6));
            var slow = run.trial("saturate", "nio", null, epoch, 2, Trial.VALID, Map.of(Figure.LATENCY_P99, 2000e6));
            run.histograms(fast, 1000, 10);
            run.histograms(slow, 10, 1000L * epoch);
        }
        var view = view();
        assertThat(cell(view, "nio").merged().getTotalCount()).isEqualTo(2020);
        assertThat(level(view, "nio", Figure.LATENCY_P99).value() / 1e6).isCloseTo(10, within(0.02));
        assertThat(level(view, "nio", Figure.LATENCY_P999).value() / 1e6).isCloseTo(1000 * Math.sqrt(2), within(2.0));
    }

    @Test
    void aPercentileSaysHowManyLinesItRestsOn() throws IOException {
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (int pass = 1; pass <= 4; pass++) {
                double lines = 250 + 50 * (epoch - 1);
                run.trial("saturate", "nio", null, epoch, pass, Trial.VALID, Map.of(Figure.MEASURED_LINES, lines));
            }
        }
        var nio = cell(view(), "nio");
        assertThat(nio.sample(Figure.LATENCY_P99)).hasToString("Optional[2,200 lines, 1,000 an epoch]");
        assertThat(nio.sample(Figure.LATENCY_P999))
                .hasToString("Optional[2,200 lines, 1,000 an epoch: too few, it takes 10,000]");
        assertThat(nio.sample(Figure.LATENCY_MAX)).isEmpty();
        assertThat(nio.sample(Figure.SERVER_CPU)).isEmpty();
    }

    @Test
    void linesThatATrialDoesNotSayAreNotGuessed() throws IOException {
        run.trial("saturate", "nio", null, 1, 1, Trial.VALID, Map.of(Figure.MEASURED_LINES, 250.0));
        run.trial("saturate", "nio", null, 1, 2, Trial.VALID, Map.of(Figure.LATENCY_P99, 1e6));
        assertThat(cell(view(), "nio").sample(Figure.LATENCY_P99)).isEmpty();
    }

    /** A against A with the noise of a shared machine: skewed, with outliers, drifting, and processes that differ. */
    @Test
    void aBackendAgainstItselfIsSeldomCalledDifferent() {
        int runs = 2000;
        assertThat((double) findings(1, 0.08, runs) / runs).isLessThan(0.06);
    }

    @Test
    void aPlantedLossOfATenthIsFound() {
        assertThat(findings(0.9, 0, 200)).isGreaterThan(195);
    }

    /** In how many simulated runs of four epochs and five passes a difference is shown. */
    private static long findings(double paceOfSecond, double outliers, int runs) {
        var random = new Random(11);
        return IntStream.range(0, runs)
                .mapToObj(run -> finding(random, paceOfSecond, outliers))
                .filter(finding -> finding == Finding.BETTER || finding == Finding.WORSE)
                .count();
    }

    private static Finding finding(Random random, double paceOfSecond, double outliers) {
        var trials = new ArrayList<Trial>();
        double machine = 1e6;
        for (int epoch = 1; epoch <= 4; epoch++) {
            var process = Map.of("a", 0.01 * random.nextGaussian(), "b", 0.01 * random.nextGaussian());
            for (int pass = 1; pass <= 5; pass++) {
                machine *= Math.exp(0.1 * random.nextGaussian());
                for (var name : List.of("a", "b")) {
                    double outlier = random.nextDouble() < outliers ? 0.7 : 1;
                    double pace = name.equals("b") ? paceOfSecond : 1;
                    double noise = process.get(name) + 0.03 * random.nextGaussian();
                    double value = machine * pace * outlier * Math.exp(noise);
                    trials.add(new Trial(
                            "s",
                            name,
                            10,
                            null,
                            epoch,
                            pass,
                            false,
                            "",
                            Trial.VALID,
                            List.of(),
                            "",
                            Map.of(THROUGHPUT.key(), value),
                            Map.of(),
                            List.of()));
                }
            }
        }
        var summary = new RunSummary(
                List.of(), trials, cell -> Optional.empty(), trial -> new HistogramLog(List.of(), List.of()));
        var ratios = summary.ratios(new Trial.Cell("s", "a", 10, null), THROUGHPUT);
        return ratios.values().iterator().next().finding();
    }

    /** A server that is busier is neither better nor worse. */
    @Test
    void aConditionIsNotCompared() throws IOException {
        assertThat(view().summary().ratios(new Trial.Cell("saturate", "nio", 10, null), Figure.SERVER_CORES))
                .isEmpty();
        assertThat(Figure.SERVER_CORES.isCondition()).isTrue();
        assertThat(THROUGHPUT.isCondition()).isFalse();
    }
}
