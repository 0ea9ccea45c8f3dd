package dev.muxbench.tls;

/** What is wrong with a certificate, a key or a file of them: one line, which says what to do. */
public final class TlsProblem extends Exception {
    private static final long serialVersionUID = 1L;

    TlsProblem(String message) {
        super(message);
    }

    TlsProblem(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
