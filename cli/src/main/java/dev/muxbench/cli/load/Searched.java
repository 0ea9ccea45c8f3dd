package dev.muxbench.cli.load;

import dev.muxbench.load.LoadRun;
import dev.muxbench.load.SloSearch.Range;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.results.Numbers;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** The quantity that a search varies. Threads: any. */
enum Searched {
    RATE("rate", "LinesPerSecond"),
    CLIENTS("number of clients", "Clients");

    private static final int MOST_CLIENTS = 10_000_000;

    private final String noun;
    private final String key;

    Searched(String noun, String key) {
        this.noun = noun;
        this.key = key;
    }

    String noun() {
        return noun;
    }

    /** Returns the key for JSON: {@code keptClients}; without a prefix {@code clients}. */
    String key(String prefix) {
        return prefix.isEmpty() ? key.substring(0, 1).toLowerCase(Locale.ROOT) + key.substring(1) : prefix + key;
    }

    /** @param plans by value; throw IllegalArgumentException if there is none */
    Range range(double first, DoubleFunction<LoadPlan> plans) {
        return switch (this) {
            case RATE -> Range.RATES;
            case CLIENTS -> {
                int least = IntStream.rangeClosed(1, (int) first)
                        .filter(count -> isPossible(count, plans))
                        .findFirst()
                        .orElse((int) first);
                yield new Range(least, most((int) first, plans), true);
            }
        };
    }

    /** Returns the most clients that file descriptors and ports allow, beginning at a number that is possible. */
    private static int most(int first, DoubleFunction<LoadPlan> plans) {
        int most = first;
        for (int step = Integer.highestOneBit(MOST_CLIENTS); step > 0; step /= 2) {
            if (most + step <= MOST_CLIENTS && isPossible(most + step, plans)) {
                most += step;
            }
        }
        return most;
    }

    private static boolean isPossible(int count, DoubleFunction<LoadPlan> plans) {
        try {
            return LoadRun.shortage(plans.apply(count)).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns a value for JSON. */
    Number number(double value) {
        if (this == CLIENTS) {
            return (int) value;
        }
        return value;
    }

    /** Returns a value for people. */
    String of(double value) {
        return switch (this) {
            case RATE -> Numbers.fixed(value, 1) + " lines/s";
            case CLIENTS -> String.format(Locale.ROOT, "%,.0f clients", value);
        };
    }
}
