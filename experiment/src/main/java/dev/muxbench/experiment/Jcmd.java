package dev.muxbench.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Questions to another JVM of this user, through HotSpot's attach mechanism. Threads: any. */
public final class Jcmd {
    private static final long ANSWER_SECONDS = 20;
    private static final int KILLED = 128 + 9; // as the JDK reports SIGKILL

    private Jcmd() {}

    private static Path program() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    /** False where this Java is no JDK. */
    public static boolean isThere() {
        return Files.isExecutable(program());
    }

    /** Asks, and does not wait. */
    static Process start(ProcessHandle jvm, String... words) throws IOException {
        var command = new ArrayList<>(List.of(program().toString(), String.valueOf(jvm.pid())));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    /** @throws IOException if there is no answer within 20 s */
    static String answer(Process asked) throws IOException {
        var _ = asked.onExit().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
            asked.destroyForcibly();
            return asked;
        });
        var answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (asked.waitFor() == KILLED) {
                throw new IOException("its JVM does not answer jcmd");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return answer;
    }

    /** Asks, and returns the answer. */
    public static String ask(ProcessHandle jvm, String... words) throws IOException {
        return answer(start(jvm, words));
    }
}
