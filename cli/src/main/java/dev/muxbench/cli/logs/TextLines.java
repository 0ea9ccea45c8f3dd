package dev.muxbench.cli.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.muxbench.cli.console.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An event in one line for people: {@code 2026-11-26T19:24:04.123+01:00 WARN  Session: ...}. What steers a terminal is replaced;
 * an exception's lines follow, indented, so that none of them looks like an event.
 *
 * <p>Threads: one at a time.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(128);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel());
        line.repeat(' ', 6 - event.getLevel().toString().length());
        line.append(simpleName(event.getLoggerName())).append(": ");
        line.append(SafeText.of(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(trace ->
                            line.append("    ").append(SafeText.of(trace)).append('\n'));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
