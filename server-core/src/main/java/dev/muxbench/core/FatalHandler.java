package dev.muxbench.core;

/**
 * What becomes of a server after a failure in one of its threads, which must not happen and which it cannot repair. Threads: any.
 *
 * <p>{@link #HALT} is for processes that are this server and nothing else.
 */
@FunctionalInterface
public interface FatalHandler {
    /** Exit code of a process that ended like this: an internal software error (sysexits(3), EX_SOFTWARE). */
    int EXIT_CODE = 70;

    /** Prints the failure and ends the process at once: no client is told anything, because nothing that it could be told is sure. */
    FatalHandler HALT = new FatalHandler() {
        @Override
        @SuppressWarnings("SystemOut") // a logger may be what has failed
        public void onFailure(Throwable cause) {
            try {
                System.err.println("muxbench: a thread of the server has failed, so the process ends");
                cause.printStackTrace();
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    };

    void onFailure(Throwable cause);
}
