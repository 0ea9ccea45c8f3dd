package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Writes the HTML file that shows runs. The file includes the styles, the script, uPlot and all data, and loads
 * nothing.
 *
 * <p>Threads: one.
 */
public final class ReportPage {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> MODULES = List.of(
            "format",
            "axes",
            "dom",
            "charts",
            "dots",
            "lines",
            "curves",
            "floor",
            "percentiles",
            "series",
            "flames",
            "page");
    private static final Pattern MODULE_SYNTAX = Pattern.compile("(?m)^(export |import .*;$)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param written   time of writing
     * @param generator name and version of this program
     * @throws IOException with a message for the user if a run is damaged, or the file cannot be written
     */
    public static void write(List<RunFiles> runs, String generator, Instant written, Path file) throws IOException {
        var data = JSON.createArrayNode();
        var sections = new StringBuilder();
        var links = Html.tag("ul");
        for (var files : runs) {
            var run = new RunSection(files, "run-" + (data.size() + 1));
            data.add(run.data());
            links.add(run.link());
            sections.append(run.html());
        }
        var title = Html.tag("title")
                .text("Muxbench: " + (runs.size() == 1 ? runs.getFirst().name() : runs.size() + " runs"));
        var origin = Html.tag("p", "muted", generator + ", written " + RunSection.minute(written.toString()));
        var page = resource("report.html")
                .replace("/*uplot.css*/", resource(PLOT + "uPlot.min.css"))
                .replace("/*report.css*/", resource("report.css"))
                .replace("/*uplot.js*/", resource(PLOT + "uPlot.iife.min.js"))
                .replace("/*report.js*/", script())
                .replace("<!--title-->", title.toString())
                .replace("<!--origin-->", origin.toString())
                .replace("<!--runs-->", runs.size() == 1 ? "" : contents(links))
                .replace("<!--sections-->", sections)
                .replace("[\"data\"]", asText(JSON.writeValueAsString(data)));
        var half = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(half, page);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String contents(Html links) {
        return Html.tag("nav", "contents").with("aria-label", "Runs").add(links).toString();
    }

    /** Returns the modules as one script, in which each module uses only the ones before it. */
    static String script() throws IOException {
        var script = new StringBuilder();
        for (var module : MODULES) {
            script.append(resource(module + ".mjs"));
        }
        return MODULE_SYNTAX.matcher(script).replaceAll("");
    }

    /** Escapes JSON so that no text in it can end the script element around it. */
    private static String asText(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
