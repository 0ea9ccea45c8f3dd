package dev.muxbench.cli.logs;

import ch.qos.logback.classic.Level;

/** What is worth a line. */
public enum LogLevel {
    ERROR(Level.ERROR),
    WARN(Level.WARN),
    INFO(Level.INFO),
    DEBUG(Level.DEBUG);

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    Level ofOurs() {
        return level;
    }

    /** Of libraries, whose details are for their developers. */
    Level ofOthers() {
        return level == Level.DEBUG ? Level.INFO : level;
    }
}
