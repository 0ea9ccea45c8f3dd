package dev.muxbench.distribution;

import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Generates the manual page of a command, in the macros of man(7). Threads: one.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/man.7.html">man(7)</a>
 */
final class ManPage {
    private static final int SECTION = 1;
    private static final int NO_WRAPPING = 10_000; // columns

    private final CommandSpec command;
    private final String version;
    private final StringBuilder text = new StringBuilder();

    ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** Returns the page's name: {@code muxbench-serve} for {@code muxbench serve}, like git's pages. */
    private static String name(CommandSpec command) {
        return command.qualifiedName().replace(' ', '-');
    }

    String fileName() {
        return name(command) + "." + SECTION;
    }

    String text() {
        text.setLength(0);
        text.append(String.format(
                Locale.ROOT,
                ".TH \"%s\" %d \"\" \"muxbench %s\" \"Muxbench\"\n",
                escaped(name(command).toUpperCase(Locale.ROOT)),
                SECTION,
                escaped(version)));
        var description = String.join(" ", command.usageMessage().description());
        section("NAME");
        paragraph(name(command) + " - " + description.replaceFirst("\\.$", ""));
        synopsis();
        section("DESCRIPTION");
        paragraph(description);
        arguments();
        commands();
        footer();
        seeAlso();
        return text.toString();
    }

    private void synopsis() {
        section("SYNOPSIS");
        command.usageMessage().width(NO_WRAPPING);
        var line =
                new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).strip();
        var name = command.qualifiedName();
        text.append(".B ").append(escaped(name)).append('\n');
        paragraph(line.substring(name.length()).strip());
    }

    private void arguments() {
        section("OPTIONS");
        for (var positional : command.positionalParameters()) {
            entry("\\fI" + escaped(positional.paramLabel()) + "\\fR", positional);
        }
        for (var option : Descriptions.options(command)) {
            entry(heading(option), option);
        }
    }

    private static String heading(OptionSpec option) {
        var names = "\\fB" + escaped(String.join(", ", option.names())) + "\\fR";
        return option.arity().max() == 0 ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private void entry(String heading, ArgSpec argument) {
        text.append(".TP\n").append(heading).append('\n');
        paragraph(Descriptions.of(argument)
                + Descriptions.defaultOf(command, argument)
                        .map(value -> " (default: " + value + ")")
                        .orElse(""));
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (var sub : command.subcommands().values()) {
            text.append(".TP\n\\fB")
                    .append(escaped(name(sub.getCommandSpec())))
                    .append("\\fR(")
                    .append(SECTION)
                    .append(")\n");
            paragraph(String.join(" ", sub.getCommandSpec().usageMessage().description()));
        }
    }

    /** Adds the footer without filling lines, because examples have their own layout. */
    private void footer() {
        var help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
        var footer = (help.footerHeading() + help.footer()).strip();
        if (footer.isEmpty()) {
            return;
        }
        section("NOTES");
        text.append(".nf\n");
        footer.lines().forEach(this::paragraph);
        text.append(".fi\n");
    }

    private void seeAlso() {
        section("SEE ALSO");
        var parent = command.parent();
        if (parent != null) {
            text.append(".BR ")
                    .append(escaped(name(parent)))
                    .append(" (")
                    .append(SECTION)
                    .append(")\n");
        } else {
            paragraph("smallchat, whose protocol it is: https://github.com/antirez/smallchat");
        }
    }

    private void section(String title) {
        text.append(".SH ").append(title).append('\n');
    }

    private void paragraph(String words) {
        boolean looksLikeMacro = words.startsWith(".") || words.startsWith("'");
        text.append(looksLikeMacro ? "\\&" : "").append(escaped(words)).append('\n');
    }

    /** Escapes text, so that a hyphen-minus stays one when it is copied. */
    private static String escaped(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-");
    }
}
