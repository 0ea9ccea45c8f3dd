package dev.muxbench.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muxbench.results.Figure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a server that listens.
 *
 * @param port          that it listens on
 * @param threads       in the server's words; null if it is no JVM of ours
 * @param command       its command line as the system knows it, with the launcher's choices; empty if unknown
 * @param startNanos    from the beginning of its process until it listened, by the clock
 * @param startCpuNanos CPU time that it had used by then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Started(int port, @Nullable String threads, String command, long startNanos, long startCpuNanos) {
    void addTo(Map<String, Double> figures) {
        figures.put(Figure.START_TIME.key(), (double) startNanos);
        figures.put(Figure.START_CPU.key(), (double) startCpuNanos);
    }

    /** Returns the facts for a trial. */
    Map<String, String> about() {
        var about = new LinkedHashMap<String, String>();
        if (threads != null) {
            about.put("threads", threads);
        }
        about.put("command", command);
        return about;
    }
}
