package dev.muxbench.experiment.soak;

import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.Placement;
import dev.muxbench.experiment.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server of the soak, and what is done to its process.
 *
 * <p>Threads: one at a time; that of the fault while the load runs.
 */
final class SoakServer implements AutoCloseable {
    /** The server's own limit is 5 s; the rest is for a busy machine. */
    static final long MOST_SECONDS_TO_DRAIN = 15;

    private final BackendContestant contestant;
    private final List<String> options;
    private final Path log;
    private ServerProcess process;
    private boolean frozen;

    private SoakServer(BackendContestant contestant, List<String> options, Path log)
            throws IOException, InterruptedException {
        this.contestant = contestant.withJvmOption(Vitals.JVM_OPTION);
        this.options = options;
        this.log = log;
        this.process = begin();
    }

    /** @param log beginning of its name; each process has one */
    static SoakServer start(Phase phase, TestCertificate certificate, Path log)
            throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("--port", String.valueOf(freePort())));
        if (phase.tls()) {
            options.addAll(List.of("--tls-cert", certificate.certificate().toString()));
            options.addAll(List.of("--tls-key", certificate.key().toString()));
        }
        return new SoakServer(phase.contestant(), options, log);
    }

    /** Known before it is started, because it must be the same after a restart. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ServerProcess begin() throws IOException, InterruptedException {
        return (ServerProcess) contestant.start(options, Placement.FREE, log);
    }

    InetSocketAddress address() {
        return process.address();
    }

    ProcessHandle handle() {
        return process.handle();
    }

    Map<String, String> about() {
        return process.about();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String lastLogLines() {
        return process.lastLogLines();
    }

    /** SIGSTOP or SIGCONT. */
    void freeze(boolean frozen) throws IOException, InterruptedException {
        this.frozen = frozen;
        run("kill", frozen ? "-STOP" : "-CONT", String.valueOf(handle().pid()));
    }

    /** Allows it so many file descriptors. */
    void allowDescriptors(long count) throws IOException, InterruptedException {
        run("prlimit", "--pid", String.valueOf(handle().pid()), "--nofile=" + count + ":");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var ended = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(ended.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (ended.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    /**
     * Ends it and starts it again, on the same port.
     *
     * @param inOrder by SIGTERM, else by SIGKILL
     * @throws IOException if it does not end, or not start
     */
    void restart(boolean inOrder) throws IOException, InterruptedException {
        var ending = inOrder ? handle().destroy() : handle().destroyForcibly();
        try {
            if (!ending) {
                throw new IOException("the server cannot be sent a signal");
            }
            handle().onExit().get(MOST_SECONDS_TO_DRAIN, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "the server did not end within " + MOST_SECONDS_TO_DRAIN + " s of "
                            + (inOrder ? "SIGTERM" : "SIGKILL"),
                    e);
        }
        process.close();
        process = begin();
    }

    @Override
    public void close() {
        if (frozen) {
            handle().destroyForcibly();
        }
        process.close();
    }
}
