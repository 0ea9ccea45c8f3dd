package dev.muxbench.cli.console;

import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked; the message is the one line that the user sees. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Creates a failure with exit code 1: the command makes sense, but cannot be done here and now. */
    public CommandFailure(String message) {
        this(message, ExitCode.SOFTWARE);
    }

    private CommandFailure(String message, int exitCode) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** Something of that name is nowhere: wrong usage. Exit code 2. */
    public static CommandFailure unknown(String message) {
        return new CommandFailure(message, ExitCode.USAGE);
    }

    /** A signal has ended it before there was a result. */
    public static CommandFailure stopped(String message, int exitCode) {
        return new CommandFailure(message, exitCode);
    }

    public int exitCode() {
        return exitCode;
    }
}
