package dev.muxbench.experiment;

import dev.muxbench.experiment.AgentLine.Order;
import dev.muxbench.results.ProcessUse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server on another machine, started by an {@link Agent} there. The server ends when the connection to the agent ends.
 *
 * <p>Threads: one, and another one that reads the agent's lines.
 */
final class AgentServer implements StartedServer {
    private static final long START_SECONDS = 60; // two JVMs, one after the other
    private static final long STOP_SECONDS = 15;
    private static final long ANSWER_SECONDS = 10;
    private static final int LAST_EXIT_CODE_OF_THE_AGENT = 1; // others are ssh's, or of signals

    private final ServerHost host;
    private final Process ssh;
    private final Output output;
    private final ServerLog log;
    private final Started started;
    private boolean silent; // it was asked, and has not answered

    private AgentServer(ServerHost host, Process ssh, Output output, ServerLog log, Started started) {
        this.host = host;
        this.ssh = ssh;
        this.output = output;
        this.log = log;
        this.started = started;
    }

    /**
     * Starts one.
     *
     * @throws Server.StartFailure with a message for the user if it does not listen
     */
    static AgentServer start(ServerHost host, Order order, ServerLog log) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(ServerProcess.withoutInterrupts(host.ssh().agent()));
        var process = builder.redirectError(log.redirect()).start();
        var output = new Output(process, log);
        Thread.ofPlatform().daemon().name("agent-output").start(output);
        try {
            tell(process, order.text());
            var started = output.started.get(START_SECONDS, TimeUnit.SECONDS);
            return new AgentServer(host, process, output, log, started);
        } catch (IOException | ExecutionException | TimeoutException e) {
            process.destroyForcibly().waitFor();
            throw new StartFailure("the server did not start on " + host.ssh() + ": " + log.lastLines(), e);
        }
    }

    private static void tell(Process process, String line) throws IOException {
        var to = process.outputWriter(StandardCharsets.UTF_8);
        to.write(line + "\n");
        to.flush();
    }

    /** Reads the agent's lines until it ends. The server's own output is on standard error. */
    private record Output(
            Process process, ServerLog log, CompletableFuture<Started> started, BlockingQueue<Reading> readings)
            implements Runnable {
        Output(Process process, ServerLog log) {
            this(process, log, new CompletableFuture<>(), new LinkedBlockingQueue<>());
        }

        @Override
        public void run() {
            try (var out = process.inputReader(StandardCharsets.UTF_8);
                    var copy = log.open()) {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    var said = AgentLine.parse(line);
                    if (said.isEmpty()) {
                        copy.append(line).append('\n');
                        copy.flush();
                    } else if (said.get().started() != null) {
                        started.complete(said.get().started());
                    } else if (said.get().reading() != null) {
                        readings.add(said.get().reading());
                    }
                }
                started.completeExceptionally(new IOException("it has ended"));
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(host.address(), started.port());
    }

    /** Adds the start as the agent has measured it, without ssh and the agent's own start. */
    @Override
    public void addStartTo(Map<String, Double> figures) {
        started.addTo(figures);
    }

    @Override
    public Map<String, String> about() {
        return started.about();
    }

    @Override
    public @Nullable Reading read() {
        return ask(AgentLine.READ);
    }

    @Override
    public @Nullable ProcessUse glance() {
        var reading = ask(AgentLine.GLANCE);
        return reading == null ? null : reading.use();
    }

    private @Nullable Reading ask(String question) {
        if (!isAlive()) {
            return null;
        }
        Reading answer = null;
        try {
            tell(ssh, question);
            answer = output.readings.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            silent = answer == null; // not even later: that would be taken for the answer to the next question
        } catch (IOException e) {
            // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    @Override
    public boolean isJvm() {
        return started.threads() != null;
    }

    @Override
    public Path log() {
        return Objects.requireNonNull(log.file());
    }

    @Override
    public boolean isAlive() {
        return ssh.isAlive() && !silent;
    }

    @Override
    public String lastLogLines() {
        if (silent) {
            return host.ssh() + " has not answered for " + ANSWER_SECONDS + " s";
        }
        return ssh.exitValue() <= LAST_EXIT_CODE_OF_THE_AGENT
                ? log.lastLines()
                : "the connection to " + host.ssh() + " has ended: " + log.lastLines();
    }

    /** Asks the agent to stop it; cuts the connection if that takes too long. */
    @Override
    public void close() {
        try {
            ssh.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            // it has ended
        }
        try {
            if (silent || !ssh.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                ssh.destroyForcibly();
            }
        } catch (InterruptedException e) {
            ssh.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
