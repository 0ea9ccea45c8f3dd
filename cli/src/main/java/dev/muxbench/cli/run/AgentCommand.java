package dev.muxbench.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.Version;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.experiment.Agent;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The command that {@code muxbench run --server-host} starts on the machine of the servers. */
@Command(name = "agent", hidden = true)
public final class AgentCommand implements Callable<Integer> {
    @Option(names = "--introduce", description = "say where it runs, and accept one connection")
    private boolean introduce;

    @Override
    public Integer call() throws InterruptedException {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        var agent = new Agent(new BufferedReader(new InputStreamReader(System.in, UTF_8)), out);
        try {
            if (introduce) {
                agent.introduce(Version.text(), Backends.unavailable());
                return ExitCode.OK;
            }
            return agent.serve() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }
}
