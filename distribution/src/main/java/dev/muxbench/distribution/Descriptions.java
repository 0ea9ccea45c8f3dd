package dev.muxbench.distribution;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The texts of {@code --help} about options. Threads: one. */
final class Descriptions {
    private Descriptions() {}

    /** Returns the options that are not hidden. */
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static String of(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("%%", "%"); // escaped for a format
    }

    /** Returns an argument's default, if {@code --help} shows it and it is no switch. */
    static Optional<String> defaultOf(CommandSpec command, ArgSpec argument) {
        boolean isSwitch = argument.type() == boolean.class;
        boolean shown = argument.showDefaultValue() != Visibility.NEVER
                && command.usageMessage().showDefaultValues()
                && !isSwitch;
        return shown
                ? Optional.ofNullable(argument.defaultValueString()).filter(text -> !text.equals("null"))
                : Optional.empty();
    }
}
