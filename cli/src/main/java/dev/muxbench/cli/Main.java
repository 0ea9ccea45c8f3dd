package dev.muxbench.cli;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.Version;
import dev.muxbench.cli.option.OptionTypes;
import dev.muxbench.cli.option.UsageErrors;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code muxbench} command. */
@Command(
        name = "muxbench",
        description = "Which I/O strategy should a JVM fan-out server use? Measures it, and is that server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  muxbench run --quick              measure all backends, in a minute",
            "  muxbench serve                    a chat server, on port 7711",
            "  muxbench chat --nick alice        talk to it",
            "  muxbench load --target localhost --clients 900 --rate 200",
            "muxbench COMMAND --help tells all options of a command."
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = run(args);
        if (System.out.checkError() && exitCode == CommandLine.ExitCode.OK) {
            System.err.println("muxbench: cannot write to standard output, so the result is lost");
            exitCode = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(exitCode);
    }

    /** Runs a command line; returns its exit code. */
    static int run(String... args) {
        var line = commandLineFor(args.length == 0 ? "" : args[0]);
        if (args.length == 0) {
            line.usage(line.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return line.execute(args);
    }

    /** Returns a command line with all commands. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        Commands.addAll(line);
        return configured(line);
    }

    /** Returns a command line with the commands that it needs if it begins with this word. */
    static CommandLine commandLineFor(String first) {
        var line = new CommandLine(new Main());
        Commands.addFor(first, line);
        return configured(line);
    }

    private static CommandLine configured(CommandLine line) {
        line.setParameterExceptionHandler(Main::usageError);
        line.setExecutionExceptionHandler(Main::failure);
        line.setExpandAtFiles(false); // a nick may begin so
        return OptionTypes.addTo(line);
    }

    private static int usageError(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        complain(command.getErr(), name + ": " + UsageErrors.inWords(e) + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception e, CommandLine command, ParseResult result) throws Exception {
        if (e instanceof CommandFailure failure) {
            complain(command.getErr(), command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
            return failure.exitCode();
        }
        throw e;
    }

    private static void complain(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
