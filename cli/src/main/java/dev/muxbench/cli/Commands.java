package dev.muxbench.cli;

import dev.muxbench.cli.chat.ChatCommand;
import dev.muxbench.cli.console.Version;
import dev.muxbench.cli.load.LoadCommand;
import dev.muxbench.cli.load.folder.MergeCommand;
import dev.muxbench.cli.load.parts.LoadPartCommand;
import dev.muxbench.cli.run.AgentCommand;
import dev.muxbench.cli.run.CompareCommand;
import dev.muxbench.cli.run.ExportCommand;
import dev.muxbench.cli.run.JmhCommand;
import dev.muxbench.cli.run.PeerCommand;
import dev.muxbench.cli.run.ReportCommand;
import dev.muxbench.cli.run.RunCommand;
import dev.muxbench.cli.run.SoakCommand;
import dev.muxbench.cli.serve.BackendsCommand;
import dev.muxbench.cli.serve.ServeCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The sub-commands. A command line gets only the one that it is for: to describe the options of all takes longer than most of them take
 * to run.
 *
 * <p>Threads: any.
 */
final class Commands {
    /** The commands in the order of the help. */
    private static final List<Class<?>> ALL = List.of(
            RunCommand.class,
            SoakCommand.class,
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
            PeerCommand.class,
            LoadPartCommand.class,
            AgentCommand.class);

    private Commands() {}

    static void addAll(CommandLine line) {
        ALL.forEach(command -> add(line, command));
    }

    /**
     * Adds what a command line needs that begins with this word: the command of this name, or else the names of all, for help and
     * complaints.
     */
    static void addFor(String first, CommandLine line) {
        for (var command : ALL) {
            if (name(command).equals(first)) {
                add(line, command);
                return;
            }
        }
        ALL.forEach(command -> line.addSubcommand(name(command), title(command)));
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static void add(CommandLine line, Class<?> command) {
        var sub = new CommandLine(command);
        sub.getCommandSpec().versionProvider(new Version());
        line.addSubcommand(name(command), sub);
    }

    /** Returns what the list of commands shows of a command. */
    private static CommandSpec title(Class<?> command) {
        var about = command.getAnnotation(Command.class);
        var title = CommandSpec.create().name(about.name());
        title.usageMessage().description(about.description()).hidden(about.hidden());
        return title;
    }
}
