package dev.muxbench.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of an agent's standard output: one of these, as JSON behind a mark. Other lines, such as those of a login shell, have no mark.
 *
 * @param about   itself and its machine
 * @param started once its server listens
 * @param reading the answer to {@link #READ} or {@link #GLANCE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgentLine(
        @Nullable About about,
        @Nullable Started started,
        @Nullable Reading reading) {
    /** The questions, one line each: for everything, and for a row of the time series. */
    static final String READ = "read";

    static final String GLANCE = "glance";

    private static final String MARK = "muxbench-agent ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The agent's build and machine.
     *
     * @param version     as {@code --version} prints it
     * @param commit      of its sources; {@code unknown} of an archive
     * @param address     at which its machine was reached
     * @param port        on which it accepts one connection, to show that it can be reached
     * @param unavailable backends that do not work there, and why
     * @param environment of its machine
     */
    record About(
            String version,
            String commit,
            String address,
            int port,
            Map<String, String> unavailable,
            Map<String, Object> environment) {}

    /**
     * The first line to an agent: the server to start.
     *
     * @param command    of Muxbench
     * @param words      that follow it
     * @param jvmOptions beyond the launcher's own
     * @param cpus       that the server is pinned to; none for the system's choice
     */
    record Order(String command, List<String> words, List<String> jvmOptions, List<Integer> cpus) {
        String text() {
            return json(this);
        }

        /** @throws IOException if it is none */
        static Order parse(@Nullable String line) throws IOException {
            if (line == null) {
                throw new IOException("no order came");
            }
            return JSON.readValue(line, Order.class);
        }
    }

    static AgentLine of(About about) {
        return new AgentLine(about, null, null);
    }

    static AgentLine of(Started started) {
        return new AgentLine(null, started, null);
    }

    static AgentLine of(Reading reading) {
        return new AgentLine(null, null, reading);
    }

    String text() {
        return MARK + json(this);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty for any other line. */
    static Optional<AgentLine> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(line.substring(MARK.length()), AgentLine.class));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // of another version
        }
    }
}
