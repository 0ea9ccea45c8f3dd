package dev.muxbench.cli.logs;

import ch.qos.logback.classic.Level;

/** The level from which an event is worth a line. */
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

    /** Returns the level of libraries, whose details are for their developers. */
    Level ofOthers() {
        return this == DEBUG ? Level.INFO : ofOurs();
    }
}
