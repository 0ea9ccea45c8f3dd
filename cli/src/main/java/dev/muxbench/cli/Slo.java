package dev.muxbench.cli;

import dev.muxbench.load.plan.Objective;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.TypeConversionException;

/** Objectives as people write them: {@code p99<10ms}, {@code p50<2ms,max<1s}. All are to be kept. */
record Slo(List<Objective> objectives) {
    private static final Pattern FORM =
            Pattern.compile("(?:p(\\d{1,3}(?:\\.\\d{1,6})?)|max)\\s*<\\s*([\\d.]+\\s*(?:us|ms|s|m|h))");

    static Slo parse(String text) {
        var objectives = new ArrayList<Objective>();
        for (var part : text.split(",", -1)) {
            var match = FORM.matcher(part.trim());
            if (!match.matches()) {
                throw new TypeConversionException("'" + part + "' is not a goal such as p99<10ms or max<1s");
            }
            double percentile = match.group(1) == null ? 100 : Double.parseDouble(match.group(1));
            try {
                objectives.add(new Objective(percentile, Durations.parse(match.group(2))));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + part + "': " + e.getMessage());
            }
        }
        return new Slo(List.copyOf(objectives));
    }

    boolean isKept(Histogram latencyNanos) {
        return objectives.stream().allMatch(objective -> objective.isKept(latencyNanos));
    }

    /** What was found, for each objective. */
    String found(Histogram latencyNanos) {
        if (latencyNanos.getTotalCount() == 0) {
            return "n/a";
        }
        return objectives.stream()
                .map(objective -> String.format(
                        Locale.ROOT, "%s %.3f ms", objective.name(), objective.valueNanos(latencyNanos) / 1e6))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return objectives.stream()
                .map(objective -> objective.name() + " < "
                        + BigDecimal.valueOf(objective.bound().toNanos(), 6)
                                .stripTrailingZeros()
                                .toPlainString()
                        + " ms")
                .collect(Collectors.joining(", "));
    }
}
