package dev.muxbench.experiment;

import dev.muxbench.results.Figure;
import dev.muxbench.results.ProcessUse;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    private static final int TOLD_LOG_LINES = 3;

    private final Process process;
    private final Path log;
    private final int port;
    private final @Nullable String threads; // in its own words, of a JVM of ours
    private final long startNanos;
    private final long startCpuNanos;

    private ServerProcess(Process process, Path log, Launch launch, MatchResult announced, long startNanos) {
        this.process = process;
        this.log = log;
        this.port = launch.isJvm() ? Integer.parseInt(announced.group(1)) : launch.port();
        this.threads = launch.isJvm() ? announced.group(2) : null;
        this.startNanos = startNanos;
        this.startCpuNanos = ProcessUse.of(process.toHandle()).cpuNanos();
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
        var announced = new CompletableFuture<MatchResult>();
        Thread.ofPlatform().daemon().name("server-output").start(() -> follow(process, launch.ready(), log, announced));
        try {
            var announcement = announced.get(START_SECONDS, TimeUnit.SECONDS);
            return new ServerProcess(process, log, launch, announcement, System.nanoTime() - begin);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly().waitFor();
            throw new StartFailure("the server did not start: " + lastLines(log), e);
        }
    }

    /** Until it ends. What it says belongs into its log. */
    private static void follow(Process process, Pattern ready, Path log, CompletableFuture<MatchResult> announced) {
        try (var out = process.inputReader(StandardCharsets.UTF_8);
                var copy = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
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
