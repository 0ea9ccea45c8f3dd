package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;

/** A server does not let a client in. Its message goes on after the server's address: {@code is full}. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    /** Creates an exception with the server's own words. */
    public static RefusedException saying(byte[] in, int from, int to) {
        return new RefusedException("refused it: " + Lines.quote(in, from, to).strip());
    }

    /**
     * It speaks, but nothing that such a server would say.
     *
     * @param server as in {@link Protocol#server()}
     */
    public static RefusedException strange(byte[] in, int from, int to, String server) {
        return new RefusedException("said '" + Lines.quote(in, from, to).strip() + "'; is it " + server + "?");
    }
}
