package dev.muxbench.cli.serve;

import dev.muxbench.cli.option.AdminAddress;
import dev.muxbench.cli.option.Allowed;
import dev.muxbench.cli.option.OptionTypes;
import dev.muxbench.cli.option.UsageErrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Every option of {@code serve} can also come from the environment or from a file. The command line comes first, then the environment, then
 * the file, then the default.
 *
 * <p>Threads: one.
 */
final class ServeSettings {
    static final String CONFIG = "--config";
    static final String PRINT_CONFIG = "--print-config";
    private static final String COMMAND_LINE = "command line";
    private static final String DEFAULT = "default";

    /** Text that needs no quotes in YAML. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ./_-]*");

    private final CommandSpec spec; // whose command line has been parsed
    private final ServeOptions options;
    private final Map<String, String> sources = new HashMap<>(); // by option, where it is not the command line

    private ServeSettings(CommandSpec spec, ServeOptions options) {
        this.spec = spec;
        this.options = options;
    }

    /**
     * Completes what the command line has said.
     *
     * @param file        given on the command line; null for none
     * @param environment variables
     * @throws ParameterException if a value is wrong, or the file cannot be read or knows an option that does not exist
     */
    static ServeSettings complete(
            CommandSpec spec, ServeOptions options, @Nullable Path file, Map<String, String> environment) {
        var settings = new ServeSettings(spec, options);
        settings.take(file, environment);
        settings.check();
        return settings;
    }

    /** Returns the options that may come from elsewhere. */
    private List<OptionSpec> shared() {
        return spec.options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .filter(option -> !option.longestName().equals(CONFIG)
                        && !option.longestName().equals(PRINT_CONFIG))
                .toList();
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /** {@code MUXBENCH_MAX_CLIENTS} for {@code --max-clients}. */
    private static String variable(String name) {
        return "MUXBENCH_" + name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private boolean isGiven(OptionSpec option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    // ---- Environment and file.

    private void take(@Nullable Path given, Map<String, String> environment) {
        var file = given == null ? named(environment) : given;
        var fileValues = file == null ? Map.<String, String>of() : read(file);
        for (var option : shared()) {
            var variable = variable(option.longestName());
            var fromEnvironment = environment.getOrDefault(variable, "");
            var fromFile = fileValues.get(key(option));
            if (isGiven(option)) {
                continue;
            }
            if (!fromEnvironment.isEmpty()) {
                take(option, fromEnvironment, variable);
            } else if (fromFile != null) {
                take(option, fromFile, String.valueOf(file));
            } else {
                sources.put(option.longestName(), DEFAULT);
            }
        }
    }

    private @Nullable Path named(Map<String, String> environment) {
        var named = environment.getOrDefault(variable(CONFIG), "");
        if (named.isEmpty()) {
            return null;
        }
        sources.put(CONFIG, variable(CONFIG));
        return Path.of(named);
    }

    private Map<String, String> read(Path file) {
        Map<String, String> values;
        try {
            values = ConfigFile.read(file);
        } catch (ConfigFile.Unreadable e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ofSource(CONFIG));
        }
        var known = shared().stream().map(ServeSettings::key).toList();
        for (var key : values.keySet()) {
            if (!known.contains(key)) {
                throw new ParameterException(
                        spec.commandLine(),
                        file + ": there is no '" + key + "'; there are: "
                                + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        return values;
    }

    /** Parsed as on a command line, but alone. */
    private void take(OptionSpec option, String text, String source) {
        sources.put(option.longestName(), source);
        var alone = OptionTypes.addTo(new CommandLine(new ServeCommand()));
        try {
            alone.parseArgs(option.longestName() + "=" + text);
        } catch (ParameterException e) {
            throw wrong(option, text, String.valueOf(e.getMessage()));
        }
        option.setValue(alone.getCommandSpec().findOption(option.longestName()).getValue());
    }

    // ---- Values.

    private void check() {
        for (var option : shared()) {
            var allowed = options.allowed(option);
            if (allowed != null && !allowed.contains(value(option))) {
                throw wrong(option, allowed.text(value(option)), "");
            }
        }
    }

    private static Object value(OptionSpec option) {
        return Objects.requireNonNull(option.getValue(), option.longestName());
    }

    private ParameterException wrong(OptionSpec option, String text, String otherwise) {
        return new ParameterException(
                spec.commandLine(), complaint(options, option, text, otherwise) + ofSource(option.longestName()));
    }

    private String ofSource(String name) {
        var source = sources.get(name);
        return source == null ? "" : " (" + source + ")";
    }

    /** @param otherwise what to say where no range can be told */
    static String complaint(ServeOptions options, OptionSpec option, String text, String otherwise) {
        var allowed = options.allowed(option);
        if (allowed == null && !option.type().isEnum() && option.type() != AdminAddress.class) {
            return otherwise;
        }
        var inWords = allowed == null ? words(option) : allowed.toString();
        return option.longestName() + " must be " + inWords + ", not " + text;
    }

    private static String words(OptionSpec option) {
        if (option.type() == AdminAddress.class) {
            return AdminAddress.FORM;
        }
        return UsageErrors.oneOf(option.type());
    }

    /** Returns in one line what is not as it is by default. */
    String chosen() {
        var chosen = shared().stream()
                .filter(option -> !DEFAULT.equals(sources.get(option.longestName())))
                .map(option -> key(option) + "=" + text(option) + " ("
                        + sources.getOrDefault(option.longestName(), COMMAND_LINE) + ")")
                .collect(Collectors.joining(", "));
        return chosen.isEmpty() ? "all as by default" : chosen;
    }

    private String text(OptionSpec option) {
        var allowed = options.allowed(option);
        return allowed == null ? Allowed.plain(value(option)) : allowed.text(value(option));
    }

    /** Each option's value and where it is from, in the form of a file for {@value #CONFIG}. */
    void print(PrintWriter out) {
        for (var option : shared()) {
            var text = text(option);
            var quoted = PLAIN.matcher(text).matches() ? text : "\"" + text + "\"";
            out.printf(
                    "%-40s # %s%n",
                    key(option) + ": " + quoted, sources.getOrDefault(option.longestName(), COMMAND_LINE));
        }
        out.flush();
    }
}
