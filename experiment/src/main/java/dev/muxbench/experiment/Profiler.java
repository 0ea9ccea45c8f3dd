package dev.muxbench.experiment;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.results.ProfileRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server's JVM record samples of its CPU time while a load is measured, with JDK Flight Recorder (JEP 509), by {@code jcmd}. So the
 * server is started in the same way as for a trial.
 *
 * <p>Threads: the one that runs the load.
 */
final class Profiler implements LoadListener {
    private static final String NAME = "name=muxbench";
    private static final String PERIOD = "1ms"; // of CPU time; the kernel's tick, if that is longer

    private final ServerProcess server;
    private final Path recording;
    private @Nullable Process starting;
    private @Nullable String failure = "nothing was measured";

    /** @param recording a new file */
    Profiler(ServerProcess server, Path recording) {
        this.server = server;
        this.recording = recording;
    }

    /** Returns why nothing can be recorded on this machine; empty if it can. */
    static Optional<String> obstacle() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("samples of CPU time (JEP 509) are of Linux only");
        }
        return Jcmd.isThere()
                ? Optional.empty()
                : Optional.of("this Java has no jcmd: it is no JDK (" + System.getProperty("java.home") + ")");
    }

    /** Starts and stops the recording. Does not wait for the start, because the load goes on meanwhile. */
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
            failure = "jcmd: " + e.getMessage();
        }
    }

    private Process ask(String... words) throws IOException {
        return Jcmd.start(server.handle(), words);
    }

    /** Returns what jcmd says instead of the success; null if it says that. Its exit code is 0 in any case. */
    private static @Nullable String complaint(Process jcmd, String success) throws IOException {
        var answer = Jcmd.answer(jcmd);
        return answer.contains(success)
                ? null
                : answer.lines()
                        .filter(line -> !line.isBlank() && !line.matches("\\d+:"))
                        .map(line -> line.replaceFirst("^[\\w.]+(Exception|Error): ", ""))
                        .findFirst()
                        .orElse("jcmd says nothing");
    }

    /** Returns why there is no recording; empty if there is one. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
