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

/**
 * One HTML file that shows runs: styles, script, uPlot and all data are in it, nothing is loaded from elsewhere.
 *
 * <p>Threads: one.
 */
public final class ReportPage {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param written   now
     * @param generator name and version of this program
     * @throws IOException with a message for the user if a run is damaged, or the file cannot be written
     */
    public static void write(List<RunFiles> runs, String generator, Instant written, Path file) throws IOException {
        var data = JSON.createObjectNode();
        data.put("generator", generator);
        data.put("written", written.toString());
        var array = data.putArray("runs");
        for (var run : runs) {
            array.add(ReportData.of(run));
        }
        var page = resource("report.html")
                .replace("/*uplot.css*/", resource(PLOT + "uPlot.min.css"))
                .replace("/*report.css*/", resource("report.css"))
                .replace("/*uplot.js*/", resource(PLOT + "uPlot.iife.min.js"))
                .replace("/*report.js*/", resource("report.js"))
                .replace("{\"data\":null}", asText(JSON.writeValueAsString(data)));
        var half = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(half, page);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** No text of the data can end the element that it stands in. */
    private static String asText(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
