package dev.muxbench.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remote can neither forge a line nor steer a terminal. */
class LogLinesTest {
    private static final String EVIL = "a\r\n2026-01-01 INFO forged\u001b[2J\u009b31m\u202eend\u2028x\u0000";

    private static ILoggingEvent event(String message, @Nullable Throwable cause) {
        var event = new LoggingEvent(
                "here", new LoggerContext().getLogger("dev.muxbench.Some"), Level.WARN, message, cause, null);
        event.setInstant(Instant.EPOCH);
        return event;
    }

    private static String encoded(LogFormat format, ILoggingEvent event) {
        return new String(format.newEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aTextLineIsOneLine() {
        var line = encoded(LogFormat.TEXT, event("café " + EVIL, null));
        assertThat(line)
                .matches("19(69|70)-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00\\.000\\S+ WARN  Some: .*\n")
                .contains("café a␍␊2026-01-01 INFO forged␛[2J")
                .doesNotContain("\r", "\u001b", "\u009b", "\u202e", "\u2028", "\u0000");
    }

    @Test
    void theLinesOfAnExceptionLookLikeNoEvent() {
        var text = encoded(LogFormat.TEXT, event("failed", new IOException(EVIL)));
        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
        assertThat(text).doesNotContain("\r", "\u001b", "\u202e").contains("LogLinesTest");
    }

    @Test
    void aJsonLineIsOneObjectInAscii() throws IOException {
        var line = encoded(LogFormat.JSON, event("café " + EVIL, new IOException("gone")));
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n").matches("[ -~]+\n");
        var json = new ObjectMapper().readTree(line);
        assertThat(json.get("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("logger").asText()).isEqualTo("Some");
        assertThat(json.get("message").asText()).isEqualTo("café " + EVIL);
        assertThat(json.get("exception").asText()).startsWith("java.io.IOException: gone");
        assertThat(json.has("thread")).isTrue();
    }
}
