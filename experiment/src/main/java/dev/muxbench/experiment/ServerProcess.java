package dev.muxbench.experiment;

import dev.muxbench.results.Figure;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Sends;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * A server in a process of its own. It ends when this process ends, however that happens: by its own means, or by those of its
 * {@link Launch}, once its standard input does.
 *
 * <p>Threads: one, beside which another one follows what it says.
 */
public final class ServerProcess implements Server {
    /** Ctrl-C at a terminal reaches all processes there. The server is not to end before the run that has started it. */
    private static final List<String> WITHOUT_INTERRUPTS = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final long ANSWER_SECONDS = 1;
    private static final int TOLD_LOG_LINES = 3;

    private final Process process;
    private final Output output;
    private final Path log;
    private final int port;
    private final @Nullable String threads; // in its own words, of a JVM of ours
    private final long startNanos;
    private final long startCpuNanos;
    private boolean answers;

    private ServerProcess(
            Process process, Output output, Path log, Launch launch, MatchResult announced, long startNanos) {
        this.process = process;
        this.output = output;
        this.answers = launch.isJvm();
        this.log = log;
        this.port = launch.isJvm() ? Integer.parseInt(announced.group(1)) : launch.port();
        this.threads = launch.isJvm() ? announced.group(2) : null;
        this.startNanos = startNanos;
        this.startCpuNanos = ProcessUse.cpuNanos(process.toHandle());
    }

    /**
     * Starts one.
     *
     * @throws Server.StartFailure with a message for the user if it does not listen
     */
    static ServerProcess start(Launch launch, Placement placement, Path log) throws IOException, InterruptedException {
        var command = new ArrayList<>(WITHOUT_INTERRUPTS);
        command.addAll(placement.prefix());
        command.addAll(launch.command());
        Files.deleteIfExists(log);
        var builder = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(launch.environment());
        long begin = System.nanoTime();
        var process = builder.start();
        var output = new Output(process, launch.ready(), log);
        Thread.ofPlatform().daemon().name("server-output").start(output);
        try {
            var announcement = output.announced.get(START_SECONDS, TimeUnit.SECONDS);
            return new ServerProcess(process, output, log, launch, announcement, System.nanoTime() - begin);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly().waitFor();
            throw new StartFailure("the server did not start: " + lastLines(log), e);
        }
    }

    /** What it says, until it ends: that it listens, and answers. All else belongs into its log. */
    private record Output(
            Process process,
            Pattern ready,
            Path log,
            CompletableFuture<MatchResult> announced,
            BlockingQueue<Sends> answers)
            implements Runnable {
        Output(Process process, Pattern ready, Path log) {
            this(process, ready, log, new CompletableFuture<>(), new LinkedBlockingQueue<>());
        }

        @Override
        public void run() {
            try (var out = process.inputReader(StandardCharsets.UTF_8);
                    var copy = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    var answer = Sends.parse(line);
                    if (answer.isPresent()) {
                        answers.add(answer.get());
                        continue;
                    }
                    copy.append(line).append('\n').flush();
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

    private static String lastLines(Path log) {
        try {
            var lines = Files.readAllLines(log);
            var last = lines.subList(Math.max(0, lines.size() - TOLD_LOG_LINES), lines.size());
            return last.isEmpty() ? "its log is empty" : String.join(" | ", last);
        } catch (IOException e) {
            return "no log";
        }
    }

    /** Wall and CPU time from the beginning of its process until it listened. */
    @Override
    public void addStartTo(Map<String, Double> figures) {
        figures.put(Figure.START_TIME.key(), (double) startNanos);
        figures.put(Figure.START_CPU.key(), (double) startCpuNanos);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public Map<String, String> about() {
        return threads == null
                ? Map.of("command", commandLine())
                : Map.of("threads", threads, "command", commandLine());
    }

    /** What it has sent until now; null if it does not say, as peers and older builds do not. */
    @Nullable
    Sends sends() {
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

    /** Whether its log has the pauses of a collector. */
    boolean isJvm() {
        return threads != null;
    }

    Path log() {
        return log;
    }

    /** As the system knows it, the launcher's choices included; empty where it cannot be told. */
    String commandLine() {
        return ProcessUse.commandLine(process.toHandle());
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String lastLogLines() {
        return lastLines(log);
    }

    /** Asks it to stop; kills it if it does not. */
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
