package dev.muxbench.cli.load.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.SignalStop;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that {@code muxbench load --processes} starts. */
@Command(name = "load-part", hidden = true)
public final class LoadPartCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        PartWorker worker;
        try {
            worker = new PartWorker(new BufferedReader(new InputStreamReader(System.in, UTF_8)), out);
        } catch (IOException e) {
            throw new CommandFailure("only load --processes can use this: " + e.getMessage());
        }
        Runnable leftToItsParent = () -> {};
        try (var _ = SignalStop.install(worker::stop, leftToItsParent)) {
            return worker.run();
        }
    }
}
