package dev.muxbench.cli;

/** A command cannot do what it was asked; the message is the one line that the user sees. Exit code 1. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message, null, false, false);
    }
}
