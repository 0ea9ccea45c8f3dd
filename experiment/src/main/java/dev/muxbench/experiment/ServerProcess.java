package dev.muxbench.experiment;

import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Sends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a JVM of its own, started by the same launcher as in production. It ends when this process ends, however that
 * happens: the server stops when its standard input does.
 *
 * <p>Threads: one.
 */
public final class ServerProcess implements AutoCloseable {
    /** Ctrl-C at a terminal reaches all processes there. The server is not to end before the run that has started it. */
    private static final List<String> WITHOUT_INTERRUPTS = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private static final Pattern LISTENING = Pattern.compile("listening on \\S*:(\\d+), backend [^,]+, (.*)");
    static final String GC_LOG = "-Xlog:gc,gc+phases:stderr:utctime,level,tags"; // into the server's own log
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int TOLD_LOG_LINES = 3;

    /** It does not listen; the message says why. */
    public static final class StartFailure extends IOException {
        private static final long serialVersionUID = 1L;

        StartFailure(String message) {
            super(message);
        }

        StartFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Process process;
    private final Path log;
    private final int port;
    private final String threads;
    private final long startNanos;
    private final long startCpuNanos;
    private boolean answers = true;

    private ServerProcess(Process process, Path log, MatchResult announced, long startNanos) {
        this.process = process;
        this.log = log;
        this.port = Integer.parseInt(announced.group(1));
        this.threads = announced.group(2);
        this.startNanos = startNanos;
        this.startCpuNanos = ProcessUse.cpuNanos(process.toHandle());
    }

    /**
     * Starts one.
     *
     * @param options of {@code serve}, beyond those that it needs here
     * @throws StartFailure with a message for the user if it does not listen
     */
    public static ServerProcess start(Contestant contestant, List<String> options, Placement placement, Path log)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(WITHOUT_INTERRUPTS);
        command.addAll(placement.prefix());
        command.addAll(command(contestant, options));
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("MUXBENCH_BUILD", "never"); // all trials measure the same build
        builder.environment()
                .merge(
                        "MUXBENCH_JAVA_OPTS",
                        String.join(" ", jvmOptions(contestant)),
                        (given, own) -> given + " " + own);
        if (contestant.java() != null) {
            builder.environment().put("JAVA_HOME", contestant.java().toString());
        }
        long begin = System.nanoTime();
        var process = builder.start();
        try {
            var announcement = awaitListening(process);
            long nanos = System.nanoTime() - begin;
            requireJava(contestant, process);
            return new ServerProcess(process, log, announcement, nanos);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly().waitFor();
            throw new StartFailure("the server did not start: " + lastLines(log), e);
        }
    }

    /** A launcher takes another one if that is too old for its build. */
    private static void requireJava(Contestant contestant, Process process) throws StartFailure, InterruptedException {
        var command = ProcessUse.commandLine(process.toHandle());
        if (contestant.java() != null && !command.startsWith(contestant.java() + "/bin/java")) {
            process.destroyForcibly().waitFor();
            throw new StartFailure(contestant.java() + " cannot run it: it ran on " + command.split(" ")[0]);
        }
    }

    private static List<String> jvmOptions(Contestant contestant) {
        var options = new ArrayList<>(List.of(GC_LOG));
        options.addAll(contestant.jvmOptions());
        return options;
    }

    /** The variables of the user's shell that {@code serve} knows do not count: two runs of one scenario measure the same. */
    static List<String> command(Contestant contestant, List<String> options) {
        var command = new ArrayList<String>();
        var launcher = contestant.launcher() == null
                ? System.getProperty("muxbench.launcher")
                : contestant.launcher().toString();
        if (launcher != null) {
            command.add(launcher);
        } else {
            var home = contestant.java() == null ? Path.of(System.getProperty("java.home")) : contestant.java();
            command.add(home.resolve("bin/java").toString());
            if (contestant.jvmOptions().stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
                command.add("-XX:+UseSerialGC");
            }
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(jvmOptions(contestant));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.muxbench.cli.Main"));
        }
        command.addAll(List.of("serve", "--ignore-environment", "--stop-at-eof"));
        command.addAll(List.of("--backend", contestant.backend(), "--host", "127.0.0.1", "--port", "0"));
        command.addAll(options);
        command.addAll(contestant.serveOptions());
        return command;
    }

    private static MatchResult awaitListening(Process process)
            throws InterruptedException, ExecutionException, TimeoutException {
        return CompletableFuture.supplyAsync(() -> readAnnouncement(process)).get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static MatchResult readAnnouncement(Process process) {
        try {
            var out = process.inputReader(StandardCharsets.UTF_8); // the same one at each call
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var match = LISTENING.matcher(line);
                if (match.matches()) {
                    return match.toMatchResult();
                }
            }
            throw new CompletionException(new IOException("it has ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    /** From the beginning of its process until it listened. */
    double startNanos() {
        return startNanos;
    }

    /** CPU time that it had used then. */
    double startCpuNanos() {
        return startCpuNanos;
    }

    /** Its threads, in its own words. */
    String threads() {
        return threads;
    }

    /** What it has sent until now; null if it does not say, as older builds do not. */
    @Nullable
    Sends sends() {
        try {
            if (answers) {
                var questions = process.outputWriter(StandardCharsets.US_ASCII);
                questions.write('\n');
                questions.flush();
                return awaitAnswer(process.inputReader(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            answers = false; // it has ended
        }
        return null;
    }

    private @Nullable Sends awaitAnswer(BufferedReader out) throws IOException {
        for (long end = System.nanoTime() + ANSWER_NANOS; System.nanoTime() - end < 0; ) {
            if (out.ready()) {
                var sends = Sends.parse(String.valueOf(out.readLine()));
                if (sends.isPresent()) {
                    return sends.get();
                }
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        answers = false; // not even later: that would be taken for the answer to the next question
        return null;
    }

    public int port() {
        return port;
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

    boolean isAlive() {
        return process.isAlive();
    }

    String lastLogLines() {
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
