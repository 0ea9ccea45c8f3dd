package dev.muxbench.distribution;

import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates a file for {@code serve --config} with every option at its default, commented out. Threads: one. */
final class ConfigExample {
    /** Options of the command that are no settings of a server. */
    private static final Set<String> LEFT_OUT = Set.of("--help", "--version", "--config", "--print-config");

    private ConfigExample() {}

    static String text(CommandSpec serve) {
        var text = new StringBuilder("""
                # Options of muxbench serve, each with its default; remove the # of those that are to be otherwise.
                # A variable of the environment, MUXBENCH_MAX_CLIENTS=5000, comes before what is here, the command line
                # before both. muxbench serve --config FILE --print-config shows what counts.
                """);
        for (var option : Descriptions.options(serve)) {
            if (!LEFT_OUT.contains(option.longestName())) {
                text.append("\n# ").append(Descriptions.of(option)).append('\n').append(setting(serve, option));
            }
        }
        return text.toString();
    }

    private static String setting(CommandSpec serve, OptionSpec option) {
        var value = option.type() == boolean.class
                ? "false"
                : Descriptions.defaultOf(serve, option).orElse("");
        return ("#" + option.longestName().substring(2) + ": " + value).stripTrailing() + "\n";
    }
}
