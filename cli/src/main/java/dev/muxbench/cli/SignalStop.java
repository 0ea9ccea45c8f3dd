package dev.muxbench.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM end a command in order: it is told to stop, finishes what it does, and the process ends with its exit code.
 *
 * <p>Threads: any.
 */
final class SignalStop {
    private static final int STOPPED = 130; // 128 + SIGINT, if the command has said nothing else

    private volatile int code = STOPPED;

    private SignalStop() {}

    /**
     * Installs it for the rest of the process's life.
     *
     * @param done counted down when the command has finished
     * @param stop tells the command to stop; called by the runtime's shutdown thread
     */
    static SignalStop install(CountDownLatch done, Runnable stop) {
        var signal = new SignalStop();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (done.getCount() == 0) {
                                return; // an ordinary exit
                            }
                            stop.run();
                            try {
                                done.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            Runtime.getRuntime().halt(signal.code);
                        },
                        "stop"));
        return signal;
    }

    /** What the process ends with if it was stopped. */
    void exitCode(int code) {
        this.code = code;
    }
}
