package dev.muxbench.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics, their document and their dashboard say the same. */
class DashboardTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern METRIC = Pattern.compile("\\b(?:muxbench|jvm|process)_[a-z_]+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(muxbench_[a-z_]+)` \\| (\\w+) \\|");

    private static final AdminPages PAGES = new AdminPages();

    @BeforeAll
    static void start() {
        PAGES.endpoint.ready(PAGES.server.backend());
        PAGES.server.connect();
    }

    @AfterAll
    static void close() {
        PAGES.close();
    }

    @Test
    void everyMetricOfTheDashboardIsExported() throws Exception {
        var exported = new TreeSet<String>();
        for (var sample : PAGES.samples().keySet()) {
            exported.add(sample.replaceFirst("\\{.*", ""));
        }
        var dashboard = new ObjectMapper().readTree(Files.readString(DOCS.resolve("grafana-dashboard.json")));
        var asked = new TreeSet<String>();
        dashboard
                .findValuesAsText("expr")
                .forEach(expression ->
                        METRIC.matcher(expression).results().forEach(metric -> asked.add(metric.group())));
        assertThat(asked).hasSizeGreaterThan(25);
        assertThat(exported).containsAll(asked);
    }

    @Test
    void everyMetricIsDocumentedWithItsType() throws Exception {
        var exported = new HashMap<String, String>();
        PAGES.types().forEach((name, type) -> {
            if (name.startsWith("muxbench_")) {
                exported.put(name, type);
            }
            assertThat(name).matches("(muxbench|jvm|process)_.*");
        });
        assertThat(documented()).isEqualTo(exported);
    }

    @Test
    void alertsAskForMetricsThatThereAre() throws Exception {
        var exported = PAGES.types().keySet();
        var alerts = Files.readString(DOCS.resolve("operations.md"));
        alerts = alerts.substring(alerts.indexOf("Worth an alert"), alerts.indexOf("**Flight recorder.**"));
        var asked = METRIC.matcher(alerts).results().toList();
        assertThat(asked).hasSizeGreaterThan(7);
        assertThat(asked)
                .allSatisfy(metric ->
                        assertThat(exported).contains(metric.group().replaceFirst("_seconds_sum$", "_seconds")));
    }

    private static Map<String, String> documented() throws IOException {
        var documented = new HashMap<String, String>();
        ROW.matcher(Files.readString(DOCS.resolve("operations.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        return documented;
    }
}
