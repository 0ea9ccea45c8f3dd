package dev.muxbench.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A machine that {@code muxbench run --server-host} reaches, which is this one: a folder with a launcher, and another one with a program
 * called ssh, first on the PATH. Threads: the test's.
 *
 * @param folder for the launcher's and the program's
 */
record OtherMachine(Path folder) {
    /** What a run has printed, and its exit code. */
    record Ended(int code, String output) {}

    /** Where an unpacked archive would be, with this Muxbench in it. */
    Path muxbench() throws IOException {
        var command = MuxbenchProcess.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return muxbench("exec " + command + " \"$@\"");
    }

    /** Likewise, with a launcher that does that. */
    Path muxbench(String script) throws IOException {
        var home = folder.resolve("its folder");
        script(home.resolve("bin/muxbench"), script);
        return home;
    }

    /** In place of ssh: the command that it is called with is run here, or whatever else the script does with it. */
    void ssh(String script) throws IOException {
        script(folder.resolve("path/ssh"), """
                [ "$1" = -G ] && echo "hostname 127.0.0.1" && exit
                while [ "$1" != there ]; do shift; done
                shift
                export SSH_CONNECTION='127.0.0.1 1 127.0.0.1 22'
                cd '%s'
                """.formatted(folder) + script);
    }

    void ssh() throws IOException {
        ssh("exec sh -c \"$*\"");
    }

    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    Path results() {
        return folder.resolve("run");
    }

    ProcessBuilder run(String duration, String... words) throws IOException {
        var scenario = Files.writeString(folder.resolve("tiny.yaml"), """
                question: How?
                need: the best
                clients: 6
                senders: 2
                size: 64
                rate: 200
                most-late: 10s
                warmup: 100ms
                duration: %s
                primary: deliveriesPerSecond
                figures: [deliveriesPerSecond, serverCpuNanosPerDelivery, gcPauseMaxNanos]
                """.formatted(duration));
        var all = new ArrayList<>(List.of("run", "--scenario", scenario.toString(), "--epochs", "1", "--passes", "1"));
        all.addAll(List.of("--out", results().toString()));
        all.addAll(List.of(words));
        var builder = new ProcessBuilder(MuxbenchProcess.command(List.of(), all)).redirectErrorStream(true);
        builder.environment().merge("PATH", folder.resolve("path").toString(), (old, first) -> first + ":" + old);
        return builder;
    }

    static Ended toItsEnd(ProcessBuilder run) throws IOException, InterruptedException {
        var process = run.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
