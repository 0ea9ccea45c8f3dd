package dev.muxbench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;

/**
 * A server and a load on it in one process, for as long as the compilers need to learn what is hot: the launcher records an AOT
 * cache meanwhile (JEP 514, JEP 515).
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private static final String SERVE = "serve --ignore-environment --host 127.0.0.1 --port 0 --io-threads 1";
    private static final Pattern LISTENING = Pattern.compile("listening on (\\S+),.*");

    @Override
    public Integer call() throws IOException {
        var pipe = new PipedReader();
        var serverOut = new PrintWriter(new PipedWriter(pipe), true);
        Thread.ofPlatform()
                .daemon()
                .name("serve")
                .start(() -> Main.commandLine().setOut(serverOut).execute(SERVE.split(" ")));
        var announced = LISTENING.matcher(new BufferedReader(pipe).readLine());
        if (!announced.matches()) {
            throw new CommandFailure("the server does not listen");
        }
        return Main.run(
                "load", "--target", announced.group(1), "--clients", "200", "--in-flight", "64", "--duration", "3s");
    }
}
