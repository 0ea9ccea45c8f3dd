package dev.muxbench.cli.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;

/** The form in which an event is written. */
public enum LogFormat {
    TEXT,
    JSON;

    Encoder<ILoggingEvent> newEncoder() {
        return switch (this) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
    }
}
