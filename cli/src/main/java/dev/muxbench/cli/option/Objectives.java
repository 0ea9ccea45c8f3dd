package dev.muxbench.cli.option;

import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.judge.Objective.Comparison;
import dev.muxbench.load.judge.Objective.Latency;
import dev.muxbench.load.judge.Objective.Quantity;
import dev.muxbench.load.judge.Objective.Total;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Objectives as people write them: {@code p99<10ms}, {@code p50<=2ms,max<1s,lost=0}. All are to be met. */
public record Objectives(List<Objective> all) {
    private static final Pattern FORM = Pattern.compile("(max|p[\\d.]+|[a-z]+)\\s*(<=?|>=?|=)\\s*(.+)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([kMG]?)(?:/s)?");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%");
    private static final Pattern NANOS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*ns");

    public static Objectives parse(String text) {
        return new Objectives(Arrays.stream(text.split(",", -1))
                .map(term -> objective(term.trim()))
                .toList());
    }

    private static Objective objective(String term) {
        var match = FORM.matcher(term);
        if (!match.matches()) {
            throw unlike(term);
        }
        try {
            var quantity = quantity(match.group(1), term);
            return new Objective(quantity, comparison(match.group(2)), bound(quantity, match.group(3), term));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + term + "' " + e.getMessage());
        }
    }

    private static TypeConversionException unlike(String term) {
        return new TypeConversionException(
                "'" + term
                        + "' is not like p99<10ms, max<1s, lost=0, deliveries>5M/s, reached>99% or cpu<60ns, with <, <=, >, >= or =");
    }

    private static Quantity quantity(String name, String term) {
        if (name.equals("max")) {
            return new Latency(100);
        }
        if (name.matches("p\\d{1,3}(\\.\\d{1,6})?")) {
            return new Latency(Double.parseDouble(name.substring(1)));
        }
        return Arrays.stream(Total.values())
                .filter(total -> total.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> unlike(term));
    }

    private static Comparison comparison(String sign) {
        return Arrays.stream(Comparison.values())
                .filter(comparison -> comparison.toString().equals(sign))
                .findFirst()
                .orElseThrow();
    }

    private static double bound(Quantity quantity, String text, String term) {
        return switch (quantity) {
            case Latency latency -> {
                if (!Durations.hasUnits(text)) {
                    throw unlike(term);
                }
                yield (double) Durations.parse(text).toNanos();
            }
            case Total.LOST, Total.DELIVERIES -> {
                var match = NUMBER.matcher(text);
                if (!match.matches()) {
                    throw unlike(term);
                }
                yield Double.parseDouble(match.group(1)) * factor(match.group(2));
            }
            case Total.REACHED -> number(SHARE, text, term) / 100;
            case Total.CPU -> number(NANOS, text, term);
        };
    }

    private static double factor(String suffix) {
        return switch (suffix) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
    }

    private static double number(Pattern form, String text, String term) {
        var match = form.matcher(text);
        if (!match.matches()) {
            throw unlike(term);
        }
        return Double.parseDouble(match.group(1));
    }

    @Override
    public String toString() {
        return all.stream().map(Objective::toString).collect(Collectors.joining(", "));
    }
}
