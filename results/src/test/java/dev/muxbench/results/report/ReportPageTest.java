package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private String page(RunFiles... runs) throws IOException {
        var file = folder.resolve("page.html");
        ReportPage.write(List.of(runs), "muxbench test", WRITTEN, file);
        return Files.readString(file);
    }

    private static JsonNode data(String page) throws IOException {
        int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
        return new ObjectMapper().readTree(page.substring(start, page.indexOf("</script>", start)));
    }

    @Test
    void everythingIsInOneFile() throws IOException {
        var page = page(SampleRuns.whole(folder.resolve("run"), 2, 3));
        assertThat(page)
                .contains("uPlot")
                .doesNotContain("/*uplot.css*/", "/*uplot.js*/", "/*report.css*/", "/*report.js*/", "{\"data\":null}")
                .doesNotContainPattern("(src|href)=\"?https?:");
        assertThat(page.length()).isLessThan(2_000_000);
    }

    @Test
    void textFromOutsideIsNoMarkup() throws IOException {
        assertThat(page(SampleRuns.whole(folder.resolve("run"), 1, 1))).doesNotContain("<img src=x");
    }

    @Test
    void figuresThatDoNotExistAreNull() throws IOException {
        var run = data(page(SampleRuns.whole(folder.resolve("run"), 1, 2)))
                .path("runs")
                .path(0);
        var scenario = run.path("scenarios").path(0);
        var failed = scenario.path("rows").path(6);
        assertThat(failed.path("backend").asText()).isEqualTo("own");
        assertThat(failed.path("figures").isEmpty()).isTrue();
        assertThat(failed.path("notes").path(1).asText()).isEqualTo("epoch 1, pass 1: FAILED: a <b>reason</b>");
        var nio = scenario.path("rows").path(0).path("figures").path("deliveriesPerSecond");
        assertThat(nio.path("low").isNull()).isTrue();
        assertThat(nio.path("ratio").path("finding").asText()).isEqualTo("baseline");
        assertThat(scenario.path("series").path(0).path("p99Ms").path(0).isNull())
                .isTrue();
        assertThat(run.path("answers").path(0).path("answer").asText()).isEqualTo("no answer");
    }

    /** Nobody asked for them, but they are known. */
    @Test
    void whatExplainsFiguresIsBesideThem() throws IOException {
        var scenario = data(page(SampleRuns.one(folder.resolve("run")))).at("/runs/0/scenarios/0");
        assertThat(scenario.path("explaining")).map(JsonNode::asText).containsExactly("linesPerSend");
        assertThat(scenario.at("/rows/0/figures/linesPerSend/value").asDouble()).isEqualTo(400);
    }

    @Test
    void figuresAreNotRoundedToWholeNumbers() throws IOException {
        var row = data(page(SampleRuns.one(folder.resolve("run"))))
                .at("/runs/0/scenarios/0/rows/0/figures/deliveriesPerSecond/value");
        assertThat(row.asDouble()).isBetween(6.0, 7.5).isNotEqualTo(Math.rint(row.asDouble()));
    }

    @Test
    void aRunOfHoursIsNoGiant() throws IOException {
        var page = page(SampleRuns.whole(folder.resolve("run"), 2, 3600));
        assertThat(page.length()).isLessThan(1_000_000);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        var path = folder.resolve("run");
        SampleRuns.whole(path, 1, 2);
        Files.delete(path.resolve("saturate-nio-10-epoch1-pass1.hlog"));
        Files.delete(path.resolve("saturate-nio-10-epoch1-pass1.csv"));
        Files.delete(path.resolve("environment.json"));
        var caveats = data(page(RunFiles.open(path))).at("/runs/0/caveats").toString();
        assertThat(caveats)
                .contains("saturate-nio-10-epoch1-pass1.hlog cannot be read")
                .contains("saturate-nio-10-epoch1-pass1.csv cannot be read")
                .contains("environment.json is missing");
    }

    @Test
    void localeAndTimeZoneChangeNothing() throws IOException {
        var run = SampleRuns.whole(folder.resolve("a run"), 1, 2);
        var before = page(run);
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            SampleRuns.whole(folder.resolve("again").resolve("a run"), 1, 2);
            assertThat(page(RunFiles.open(folder.resolve("again").resolve("a run"))))
                    .isEqualTo(before);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void nothingOfJmhsIsLeftOutOrMixedUp() throws IOException {
        var results = data(page(SampleRuns.jmh(folder.resolve("jmh")))).at("/runs/0/jmh");
        assertThat(results)
                .extracting(result -> result.path("metric").asText() + "|"
                        + result.path("params").asText() + "|" + result.path("score"))
                .containsExactly(
                        "|bytes=64|18.1",
                        "gc.alloc.rate.norm|bytes=64|24.0",
                        "gc.count|bytes=64|3.0",
                        "|threads=4, bytes=64|null",
                        "|bytes=64|58.0",
                        "||5.0");
        assertThat(results.path(3).path("values").toString()).isEqualTo("[null,2.0]");
    }
}
