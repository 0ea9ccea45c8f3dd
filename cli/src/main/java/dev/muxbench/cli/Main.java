package dev.muxbench.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code muxbench} command. */
@Command(
        name = "muxbench",
        description = "Which I/O strategy should a JVM fan-out server use? Measures it, and is that server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            ServeCommand.class,
            ChatCommand.class,
            LoadCommand.class,
            MergeCommand.class,
            BackendsCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            JmhCommand.class,
            TrainCommand.class,
            LoadPartCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command line; returns its exit code. */
    static int run(String... args) {
        var line = commandLine();
        if (args.length == 0) {
            line.usage(line.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return line.execute(args);
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Main::usageError);
        line.setExecutionExceptionHandler(Main::failure);
        return withConverters(line);
    }

    static CommandLine withConverters(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Percentage.class, Percentage::parse)
                .registerConverter(ByteSize.class, ByteSize::parse)
                .registerConverter(ClientCount.class, ClientCount::parse)
                .registerConverter(ArrivalOptions.Rate.class, ArrivalOptions.Rate::parse)
                .registerConverter(ArrivalOptions.Burst.class, ArrivalOptions.Burst::parse)
                .registerConverter(OptionalFile.class, OptionalFile::parse)
                .registerConverter(Slo.class, Slo::parse)
                .registerConverter(java.time.Duration.class, Durations::parse);
    }

    private static int usageError(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        complain(command.getErr(), name + ": " + reason(e) + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static String reason(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            var first = unmatched.getUnmatched().getFirst();
            return (first.startsWith("-") ? "unknown option " : "unexpected argument ") + first;
        }
        return complaint(e).lines().findFirst().orElse("wrong usage").replaceFirst("^Error: ", "");
    }

    private static String complaint(ParameterException e) {
        var message = String.valueOf(e.getMessage());
        if (e.getCommandLine().getCommand() instanceof ServeCommand serve
                && e.getArgSpec() instanceof OptionSpec option
                && e.getValue() != null) {
            return serve.complaint(option, e.getValue(), message);
        }
        return message;
    }

    private static int failure(Exception e, CommandLine command, ParseResult result) throws Exception {
        if (e instanceof CommandFailure) {
            complain(command.getErr(), command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    private static void complain(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
