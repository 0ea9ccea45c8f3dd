package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.Figure;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFixture;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;
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
                .doesNotContain("/*uplot.css*/", "/*uplot.js*/", "/*report.css*/", "/*report.js*/", "[\"data\"]")
                .doesNotContain("<!--title-->", "<!--origin-->", "<!--runs-->", "<!--sections-->")
                .doesNotContainPattern("(src|href)=\"?https?:");
        assertThat(page.length()).isLessThan(1_000_000);
    }

    /** The texts in the rows of the page's tables, a line for each row. */
    private static List<String> rows(String page) {
        return Pattern.compile("<tr.*?</tr>")
                .matcher(page)
                .results()
                .map(row -> row.group().replaceAll("(<[^>]*>)+", "|"))
                .toList();
    }

    @Test
    void everythingIsSaidWithoutTheScript() throws IOException {
        var page = page(SampleRuns.whole(folder.resolve("run"), 2, 3));
        assertThat(page.indexOf("data-testid=\"verdict\""))
                .isPositive()
                .isLessThan(page.indexOf("data-testid=\"answer\""));
        assertThat(page.indexOf("data-testid=\"answer\""))
                .isLessThan(page.indexOf("<h3>How it was measured</h3>"))
                .isLessThan(page.indexOf("<nav"));
        assertThat(page).contains("saturate: 2 epochs, 2 passes").contains("Servers and generator: unknown");
        assertThat(rows(page))
                .contains(
                        "|nio|2|0 dropped|0 failed|7.05|[6.38, 7.78]|baseline|68.5|[64.1, 73.3]|baseline|7.00|[7.00, 7.00]|baseline|",
                        "|netty-nio|2|0 dropped|0 failed|6.80|[5.39, 8.56]|×0.96 [0.86, 1.08]|no difference shown|69.2|[24.0, 199.5]|×1.01 [0.69, 1.47]|no difference shown|7.00|[7.00, 7.00]|×1.00 [1.00, 1.00]|no difference shown|",
                        "|own|0|0 dropped|2 failed|failed|failed|failed|",
                        "|nio|6.99; 7.10|68.2; 68.9|9.21; 9.10|",
                        "|nio|2000|n/a|2.00|2.00|7.00|12.0|12.0|12.0|",
                        "|cpu|some|");
    }

    @Test
    void textFromOutsideIsNoMarkup() throws IOException {
        assertThat(page(SampleRuns.whole(folder.resolve("run"), 1, 1)))
                .doesNotContain("<img src=x", "<b>reason")
                .contains("&lt;img src=x onerror=&quot;document.title='markup'&quot;&gt;")
                .contains("epoch 1, pass 1: FAILED: a &lt;b&gt;reason&lt;/b&gt;");
    }

    @Test
    void figuresThatDoNotExistAreNull() throws IOException {
        var page = page(SampleRuns.whole(folder.resolve("run"), 1, 2));
        var charts = data(page).at("/0/charts");
        var failed = charts.at("/0/rows/6");
        assertThat(failed.path("backend").asText()).isEqualTo("own");
        assertThat(failed.path("value").isNull()).isTrue();
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        var nio = charts.at("/0/rows/0");
        assertThat(nio.path("low").isNull()).isTrue();
        assertThat(nio.path("baseline").asBoolean()).isTrue();
        assertThat(charts)
                .filteredOn(chart -> chart.path("kind").asText().equals("series"))
                .allMatch(chart -> chart.at("/entries/0/p99Ms/0").isNull());
        assertThat(rows(page)).contains("|own|0|0 dropped|1 failed|failed|failed|failed|");
        assertThat(page).contains("<strong>no answer</strong>");
    }

    /** Nobody asked for them, but they are known. */
    @Test
    void whatExplainsFiguresIsBesideThem() throws IOException {
        assertThat(rows(page(SampleRuns.one(folder.resolve("run")))))
                .contains("|Backend|Trials|lines per send|", "|nio|1|0 dropped|0 failed|400|no interval|");
    }

    @Test
    void eachBackendStandsBesideTheKernelAtItsOwnBytesPerSend() throws IOException {
        var page = page(SampleRuns.besideKernel(folder.resolve("run")));
        assertThat(rows(page))
                .anyMatch(row -> row.startsWith("|nio|") && row.contains("|50.0 ns|at 2,000 bytes per send|×1.50|"))
                .anyMatch(row -> row.startsWith("|redis|") && row.contains("|n/a: bytes per send unknown|"))
                .anyMatch(row -> row.startsWith("|limit-64|") && row.contains("|is it|"));
        assertThat(data(page).at("/0/charts"))
                .filteredOn(chart -> chart.path("kind").asText().equals("floor"))
                .singleElement()
                .satisfies(chart -> assertThat(chart.path("lines")).hasToString("""
                    [{'backend':'kernel alone','at':'','points':[[1000.0,100.0,null,null],[4000.0,25.0,null,null]]},\
                    {'backend':'nio','at':'','points':[[2000.0,75.0,75.0,75.0]]}]\
                    """.replace('\'', '"')));
    }

    @Test
    void aPercentileThatRestsOnFewLinesIsMarked() throws IOException {
        var path = folder.resolve("run");
        var run = new RunFixture(path, "nio").ask(RunFixture.question("steady", Figure.LATENCY_P99, List.of()));
        var figures = Map.of(Figure.LATENCY_P99, 1e6, Figure.MEASURED_LINES, 50.0);
        run.trial("steady", "nio", null, 1, Trial.VALID, figures);
        assertThat(page(RunFiles.open(path)))
                .contains("<span class=\"ratio few\">of 50 lines, 50 an epoch: too few, it takes 1,000</span>");
    }

    @Test
    void whoWasLeftOutIsInTheTable() throws IOException {
        var path = folder.resolve("run");
        SampleRuns.without(path);
        var manifest = path.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("\\{", "{\"leftOut\": {\"saturate\": {\"netty-epoll\": \"it has one room\"}},"));
        assertThat(rows(page(RunFiles.open(path)))).containsSubsequence("|netty-epoll|", "|left out: it has one room|");
    }

    @Test
    void figuresAreNotRoundedToWholeNumbers() throws IOException {
        var value = data(page(SampleRuns.one(folder.resolve("run")))).at("/0/charts/0/rows/0/value");
        assertThat(value.asDouble()).isBetween(6.0, 7.5).isNotEqualTo(Math.rint(value.asDouble()));
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
        assertThat(page(RunFiles.open(path)))
                .contains("saturate-nio-10-epoch1-pass1.hlog cannot be read")
                .contains("saturate-nio-10-epoch1-pass1.csv cannot be read")
                .contains("environment.json is missing");
    }

    @Test
    void profilesOfManyMethodsAreNoGiant() throws IOException {
        var page = page(SampleRuns.profiled(folder.resolve("run"), 1000));
        assertThat(page.length()).isLessThan(1_000_000);
        assertThat(data(page).at("/0/charts"))
                .filteredOn(chart -> chart.path("kind").asText().equals("flames"))
                .hasSize(3)
                .allSatisfy(chart -> assertThat(chart.path("entries")).hasSize(5));
    }

    @Test
    void aProfileIsSaidWithoutTheScript() throws IOException {
        var page = page(SampleRuns.profiled(folder.resolve("run"), 10));
        assertThat(page)
                .contains("Hardware counters: unknown.")
                .doesNotContain("<img src=x")
                .contains("dev.muxbench.Loop.&lt;img");
        assertThat(rows(page))
                .contains("|platform-threads|not available here: it is no JVM|")
                .anyMatch(row -> row.matches("\\|nio\\|[0-9,]+ samples, 12 lost, 7 without a stack\\|VALID\\|"))
                .anyMatch(row -> row.matches("\\|nio\\|dev.muxbench.some.*method\\d\\|[0-9.]+\\|[0-9.]+\\|"));
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
        assertThat(rows(page(SampleRuns.jmh(folder.resolve("jmh")))))
                .filteredOn(row -> row.matches("\\|(muxbench|naive|last).*"))
                .containsExactly(
                        "|muxbench|bytes=64|avgt|18.1|40.8|ns/op|17.0; 19.0|",
                        "|muxbench: gc.alloc.rate.norm|bytes=64|avgt|24.0|0.500|B/op|24.0; 24.0|",
                        "|muxbench: gc.count|bytes=64|avgt|3.00|n/a|counts|1.00; 2.00|",
                        "|muxbench|threads=4, bytes=64|avgt|n/a|n/a|ns/op|n/a; 2.00|",
                        "|naive|bytes=64|avgt|58.0|n/a|ns/op|58.0|",
                        "|last|sample|5.00|1.00|us/op|4.00|9.00|5.25|");
    }
}
