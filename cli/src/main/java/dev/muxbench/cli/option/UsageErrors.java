package dev.muxbench.cli.option;

import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line. */
public final class UsageErrors {
    private static final Pattern NOT_CONVERTED = Pattern.compile("^Invalid value for option '--[^']+'[^:]*: ");
    private static final Pattern DIGITS = Pattern.compile("[+-]?\\d+");

    /** A command that knows more of its options' values than their types. */
    public interface Explainer {
        /** @param otherwise what to say where it knows no more */
        String complaint(OptionSpec option, String text, String otherwise);
    }

    private UsageErrors() {}

    public static String inWords(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        return ofValue(e).lines().findFirst().orElse("wrong usage").replaceFirst("^Error: ", "");
    }

    private static String unmatched(UnmatchedArgumentException e) {
        var first = e.getUnmatched().getFirst();
        boolean isOption = first.startsWith("-");
        boolean isCommand = !isOption && !e.getCommandLine().getSubcommands().isEmpty();
        return (isOption ? "unknown option " : isCommand ? "there is no command " : "unexpected argument ")
                + first
                + (e.getSuggestions().isEmpty()
                        ? ""
                        : "; did you mean " + e.getSuggestions().getFirst() + "?");
    }

    private static String ofValue(ParameterException e) {
        if (isNoPath(e.getCause())) {
            return "the name of a file has characters that this locale cannot express; set LC_ALL=C.UTF-8";
        }
        var message = String.valueOf(e.getMessage());
        if (!(e.getArgSpec() instanceof OptionSpec option) || e.getValue() == null) {
            return message;
        }
        var otherwise = ofValue(option, e.getValue(), message);
        return e.getCommandLine().getCommand() instanceof Explainer command
                ? command.complaint(option, e.getValue(), otherwise)
                : otherwise;
    }

    private static boolean isNoPath(@Nullable Throwable cause) {
        return cause instanceof InvalidPathException
                || (cause instanceof TypeConversionException
                        && String.valueOf(cause.getMessage()).contains(InvalidPathException.class.getName()));
    }

    private static String ofValue(OptionSpec option, String text, String message) {
        var converter = NOT_CONVERTED.matcher(message);
        if (!converter.lookingAt()) {
            return message;
        }
        var type = option.type();
        if (type == int.class || type == Integer.class) {
            return mustBe(option, wholeNumber(text, Integer.MAX_VALUE), text);
        }
        if (type == long.class || type == Long.class) {
            return mustBe(option, wholeNumber(text, Long.MAX_VALUE), text);
        }
        if (type == double.class || type == Double.class) {
            return mustBe(option, "a number", text);
        }
        if (type.isEnum()) {
            return mustBe(option, oneOf(type), text);
        }
        return option.longestName() + ": " + message.substring(converter.end());
    }

    private static String wholeNumber(String text, long most) {
        return "a whole number" + (DIGITS.matcher(text).matches() ? " of at most " + most : "");
    }

    private static String mustBe(OptionSpec option, String what, String text) {
        return option.longestName() + " must be " + what + ", not " + text;
    }

    public static String oneOf(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants()).map(Allowed::plain).collect(Collectors.joining(" or "));
    }
}
