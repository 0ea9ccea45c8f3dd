package dev.muxbench.relay.nats;

/** Why a server cannot join its cluster. The message is one line for the operator and says what to do. */
public final class RelayProblem extends Exception {
    private static final long serialVersionUID = 1L;

    RelayProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
