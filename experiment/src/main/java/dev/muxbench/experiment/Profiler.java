package dev.muxbench.experiment;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.results.ProfileRecording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a server's JVM record samples of its CPU time while a load is measured, with JDK Flight Recorder (JEP 509). {@code jcmd} of this
 * JDK tells it to, through HotSpot's attach mechanism: nothing of the server is started otherwise than for a trial.
 *
 * <p>Threads: the one that runs the load.
 */
final class Profiler implements LoadListener {
    private static final String NAME = "name=muxbench";
    private static final String PERIOD = "1ms"; // of CPU time; the kernel's tick, if that is longer
    private static final long ANSWER_SECONDS = 20;

    private final ServerProcess server;
    private final Path recording;
    private @Nullable Process starting;
    private @Nullable String failure = "nothing was measured";

    /** @param recording a new file */
    Profiler(ServerProcess server, Path recording) {
        this.server = server;
        this.recording = recording;
    }

    /** Why nothing can be recorded of any JVM here; empty if it can. */
    static Optional<String> obstacle() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("samples of CPU time (JEP 509) are of Linux only");
        }
        return Files.isExecutable(jcmd())
                ? Optional.empty()
                : Optional.of("this Java has no jcmd: it is no JDK (" + System.getProperty("java.home") + ")");
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    /** The start is not waited for here, because the load goes on meanwhile. */
    @Override
    public void onBoundary(Boundary boundary, LoadStatus status) {
        try {
            if (boundary == Boundary.MEASURING) {
                starting = ask(
                        "JFR.start",
                        NAME,
                        "settings=none",
                        "+" + ProfileRecording.SAMPLE + "#enabled=true",
                        "+" + ProfileRecording.SAMPLE + "#throttle=" + PERIOD,
                        "+" + ProfileRecording.SAMPLE + "#stackTrace=true",
                        "+" + ProfileRecording.LOST + "#enabled=true");
            } else if (boundary == Boundary.DRAINING && starting != null) {
                failure = complaint(starting, "Started recording");
                if (failure == null) {
                    failure = complaint(ask("JFR.stop", NAME, "filename=\"" + recording + "\""), "Stopped recording");
                }
            }
        } catch (IOException e) {
            failure = "jcmd cannot be started: " + e.getMessage();
        }
    }

    private Process ask(String... words) throws IOException {
        var command = new ArrayList<>(
                List.of(jcmd().toString(), String.valueOf(server.handle().pid())));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    /** What it says instead of that; null if it says that. Its exit code is 0 whatever became of it. */
    private static @Nullable String complaint(Process jcmd, String success) throws IOException {
        try {
            if (!jcmd.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                jcmd.destroyForcibly();
                return "its JVM does not answer jcmd";
            }
        } catch (InterruptedException e) {
            jcmd.destroyForcibly();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        var answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.contains(success)
                ? null
                : answer.lines()
                        .filter(line -> !line.isBlank() && !line.matches("\\d+:"))
                        .map(line -> line.replaceFirst("^[\\w.]+(Exception|Error): ", ""))
                        .findFirst()
                        .orElse("jcmd says nothing");
    }

    /** Why there is no recording; empty if there is one. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
