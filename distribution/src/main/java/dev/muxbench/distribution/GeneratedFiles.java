package dev.muxbench.distribution;

import dev.muxbench.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes all generated files. Arguments: the folder, which becomes the installation's, and the version. Threads: one. */
public final class GeneratedFiles {
    private GeneratedFiles() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var line = commandLine();
        for (var command : pages(line)) {
            var page = new ManPage(command, args[1]);
            write(folder.resolve("share/man/man1").resolve(page.fileName()), page.text());
            if (command.name().equals("serve")) {
                write(folder.resolve("etc/muxbench.yaml"), ConfigExample.text(command));
            }
        }
        write(folder.resolve("share/bash-completion/completions/muxbench"), AutoComplete.bash("muxbench", line));
    }

    /** Returns the command line without hidden commands and without {@code jmh}, which only the source tree has. */
    static CommandLine commandLine() {
        var line = Main.commandLine();
        var spec = line.getCommandSpec();
        spec.removeSubcommand("jmh");
        for (var command : List.copyOf(line.getSubcommands().values())) {
            if (command.getCommandSpec().usageMessage().hidden()) {
                spec.removeSubcommand(command.getCommandName());
            }
        }
        return line;
    }

    private static List<CommandSpec> pages(CommandLine line) {
        var pages = new ArrayList<>(List.of(line.getCommandSpec()));
        line.getSubcommands().values().forEach(command -> pages.add(command.getCommandSpec()));
        return pages;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
