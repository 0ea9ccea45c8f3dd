package dev.muxbench.cli.logs;

import ch.qos.logback.classic.Level;

/** What is worth a line. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    Level ofOurs() {
        return switch (this) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }

    /** Of libraries, whose details are for their developers. */
    Level ofOthers() {
        return this == DEBUG ? Level.INFO : ofOurs();
    }
}
