package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.Figure;
import dev.muxbench.results.HistogramLog;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunFolder;
import dev.muxbench.results.TimeSeries;
import dev.muxbench.results.TimeSeries.Column;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of two backends can be looked at with a heap that holds some minutes of their histograms. */
@Tag("commands")
@Tag("slow")
class LongRunTest {
    private static final int DAY = 86_400;
    private static final int STANDSTILL = 43_210; // the second in which nothing arrived but one line, late
    private static final int COUNT = (DAY - 1) * 1000 + 1; // of deliveries
    private static final List<String> BACKENDS = List.of("nio", "netty-epoll");

    @TempDir
    private Path temporary = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void aDay() throws IOException {
        folder = temporary.resolve("day");
        var run = RunFolder.create(folder);
        var question = new Question(
                "steady",
                "How?",
                "the best",
                "as always",
                Figure.LATENCY_P99.key(),
                List.of(Figure.LATENCY_P99.key()),
                List.of(10),
                null,
                List.of());
        run.writeManifest(Map.of(
                "schema",
                RunFolder.SCHEMA_VERSION,
                "started",
                "2026-01-01T00:00:00Z",
                "backends",
                BACKENDS,
                "baseline",
                BACKENDS.getFirst(),
                "scenarios",
                List.of(question)));
        run.writeEnvironment(Map.of("cpu", "some"));
        var trials = new ArrayList<Trial>();
        for (var backend : BACKENDS) {
            var stem = "steady-" + backend + "-10-epoch1-pass1";
            trials.add(new Trial(
                    question.name(),
                    backend,
                    10,
                    null,
                    1,
                    1,
                    false,
                    "2026-01-01T00:00:00Z",
                    Trial.VALID,
                    List.of(),
                    stem,
                    Map.of(Figure.LATENCY_P99.key(), 2e6),
                    Map.of(),
                    List.of()));
            writeHistograms(run.file(stem + ".hlog"), backend);
            writeSeries(run.file(stem + ".csv"));
        }
        run.writeTrials(trials);
        run.writeVerdict(Trial.VALID, List.of());
    }

    /** All seconds but one are the same: that is encoded once. */
    private static void writeHistograms(Path file, String backend) throws IOException {
        try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            var log = HistogramLog.begin(out, 0);
            var usual = new Histogram(3);
            for (int i = 1; i <= 1000; i++) {
                usual.recordValue(i * 2000L);
            }
            usual.setTag(backend);
            log.outputIntervalHistogram(0, 1, usual);
            out.flush();
            var line = Files.readAllLines(file).getLast();
            var payload = line.substring(line.lastIndexOf(','));
            var odd = new Histogram(3);
            odd.recordValue(700_000_000);
            odd.setTag(backend);
            for (int second = 1; second < DAY; second++) {
                if (second == STANDSTILL) {
                    log.outputIntervalHistogram(second, second + 1, odd);
                } else {
                    out.print("Tag=" + backend + "," + second + ".000,1.000,2.000" + payload + "\n");
                }
            }
        }
    }

    private static void writeSeries(Path file) throws IOException {
        try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            out.print(TimeSeries.header() + "\n");
            for (int second = 0; second < DAY; second++) {
                boolean odd = second == STANDSTILL;
                out.print(TimeSeries.line(Map.of(
                                Column.END_S,
                                second + 1.0,
                                Column.PHASE,
                                "MEASURED",
                                Column.LINES_SENT,
                                100,
                                Column.DELIVERIES_PER_S,
                                odd ? 1.0 : 123_456 + second % 89,
                                Column.P99_MS,
                                odd ? 700.0 : 1.98 + second % 97 / 1e3,
                                Column.SERVER_CPU_S,
                                second * 0.43 + second % 83 / 1e3,
                                Column.SERVER_RSS_BYTES,
                                50_000_000 + second,
                                Column.GC_PAUSE_MS,
                                second % 79 / 1e2,
                                Column.SCHEDULE_ERROR_MAX_MS,
                                0.03 + second % 73 / 1e4))
                        + "\n");
            }
        }
    }

    private static String run(String... arguments) throws Exception {
        var command = MuxbenchProcess.command(List.of("-Xmx256m", "-XX:TieredStopAtLevel=4"), List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            var text = String.join("\n", output.lines().toList());
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aReportOfADayIsSmallAndHidesNoStandstill() throws Exception {
        var file = temporary.resolve("day.html");
        run("report", folder.toString(), "--out", file.toString());
        assertThat(Files.size(file)).isLessThan(1_000_000);
        assertThat(file)
                .content()
                .contains("\"count\":" + COUNT)
                .containsPattern("\"p99Ms\":\\[[^]]*\\b700\\.0\\b")
                .containsPattern("\"deliveriesPerSecond\":\\[[^]]*\\b1\\.0E-6\\b");
    }

    @Test
    void aDayIsExported() throws Exception {
        var to = temporary.resolve("exported");
        run("export", folder.toString(), "--out", to.toString());
        for (var backend : BACKENDS) {
            try (var lines = Files.lines(to.resolve("steady-" + backend + "-10.hlog"))) {
                assertThat(lines.filter(line -> line.startsWith("Tag=" + backend)))
                        .hasSize(DAY);
            }
            assertThat(to.resolve("steady-" + backend + "-10.hgrm"))
                    .content()
                    .containsPattern("Total count += +" + COUNT);
        }
    }
}
