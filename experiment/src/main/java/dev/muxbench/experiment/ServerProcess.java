package dev.muxbench.experiment;

import dev.muxbench.results.JvmUse;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Sends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own. The server ends at the end of its standard input, so it ends when this process ends, however that
 * happens.
 *
 * <p>Threads: one, and another one that reads the server's output.
 */
public final class ServerProcess implements StartedServer {
    /** Ctrl-C at a terminal reaches all processes there, and the server must not end before the run. */
    private static final List<String> WITHOUT_INTERRUPTS = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final long ANSWER_SECONDS = 1;

    private final Process process;
    private final Output output;
    private final ServerLog log;
    private final Started started;
    private boolean answers;

    private ServerProcess(Process process, Output output, ServerLog log, Launch launch, Started started) {
        this.process = process;
        this.output = output;
        this.answers = launch.isJvm();
        this.log = log;
        this.started = started;
    }

    /**
     * Starts one.
     *
     * @throws Server.StartFailure with a message for the user if it does not listen
     */
    static ServerProcess start(Launch launch, Placement placement, ServerLog log)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(placement.prefix());
        command.addAll(launch.command());
        var builder = new ProcessBuilder(withoutInterrupts(command)).redirectError(log.redirect());
        builder.environment().putAll(launch.environment());
        long begin = System.nanoTime();
        var process = builder.start();
        var output = new Output(process, launch.ready(), log);
        Thread.ofPlatform().daemon().name("server-output").start(output);
        try {
            var announcement = output.announced.get(START_SECONDS, TimeUnit.SECONDS);
            var started = started(process.toHandle(), launch, announcement, System.nanoTime() - begin);
            return new ServerProcess(process, output, log, launch, started);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly().waitFor();
            throw new StartFailure("the server did not start: " + log.lastLines(), e);
        }
    }

    static List<String> withoutInterrupts(List<String> command) {
        var all = new ArrayList<>(WITHOUT_INTERRUPTS);
        all.addAll(command);
        return all;
    }

    private static Started started(ProcessHandle process, Launch launch, MatchResult announced, long startNanos) {
        return new Started(
                launch.isJvm() ? Integer.parseInt(announced.group(1)) : launch.port(),
                launch.isJvm() ? announced.group(2) : null,
                ProcessUse.commandLine(process),
                startNanos,
                ProcessUse.cpuNanos(process));
    }

    /** Reads the server's output until it ends: the line that says it listens, and answers. All other lines go to the log. */
    private record Output(
            Process process,
            Pattern ready,
            ServerLog log,
            CompletableFuture<MatchResult> announced,
            BlockingQueue<Sends> answers)
            implements Runnable {
        Output(Process process, Pattern ready, ServerLog log) {
            this(process, ready, log, new CompletableFuture<>(), new LinkedBlockingQueue<>());
        }

        @Override
        public void run() {
            try (var out = process.inputReader(StandardCharsets.UTF_8);
                    var copy = log.open()) {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    var answer = Sends.parse(line);
                    if (answer.isPresent()) {
                        answers.add(answer.get());
                        continue;
                    }
                    copy.append(line).append('\n');
                    copy.flush();
                    var match = ready.matcher(line);
                    if (match.matches()) {
                        announced.complete(match.toMatchResult());
                    }
                }
                announced.completeExceptionally(new IOException("it has ended"));
            } catch (IOException e) {
                announced.completeExceptionally(e);
            }
        }
    }

    Started started() {
        return started;
    }

    /** Adds wall and CPU time from the beginning of the process until it listened. */
    @Override
    public void addStartTo(Map<String, Double> figures) {
        started.addTo(figures);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), started.port());
    }

    @Override
    public Map<String, String> about() {
        return started.about();
    }

    @Override
    public Reading read() {
        var use = ProcessUse.of(handle()); // at once, as all that follows takes a while
        return new Reading(use, sends(), JvmUse.of(handle()));
    }

    @Override
    public ProcessUse glance() {
        return new ProcessUse(
                ProcessUse.cpuNanos(handle()), ProcessUse.residentBytes(handle()), null, null, null, null);
    }

    /** Returns what the server has sent so far; null if it does not tell, as peers and older builds do not. */
    private @Nullable Sends sends() {
        Sends answer = null;
        if (answers) {
            try {
                output.answers.clear();
                var questions = process.outputWriter(StandardCharsets.US_ASCII);
                questions.write('\n');
                questions.flush();
                answer = output.answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (IOException e) {
                // it has ended
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answers = answer != null; // not even later: that would be taken for the answer to the next question
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

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String lastLogLines() {
        return log.lastLines();
    }

    /** Asks the server to stop, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
