package dev.muxbench.experiment.soak;

import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a soak has shown so far.
 *
 * @param trials of its phases, in their order
 */
public record SoakSummary(List<Trial> trials) {
    /** Figure: deliveries of the phase's server up to its end. */
    static final String DELIVERIES_OF_LIFE = "deliveriesOfLife";

    private static final List<String> HEADER = List.of(
            "backend",
            "phases",
            "invalid",
            "deliveries",
            "lost",
            "heap",
            "direct",
            "descriptors",
            "threads",
            "p99 of healthy, 1st and 2nd half");

    /** One process, whose readings are compared with each other. */
    private record Life(String backend, boolean tls, int number) {
        static Life of(Trial trial) {
            return new Life(trial.backend(), trial.scenario().endsWith("-tls"), trial.epoch());
        }

        @Override
        public String toString() {
            return backend + (tls ? " with TLS" : "") + ", process " + number;
        }
    }

    public double deliveries() {
        return sum(trials, "deliveries");
    }

    public double lost() {
        return sum(trials, "lost");
    }

    private static double sum(List<Trial> trials, String figure) {
        return trials.stream()
                .mapToDouble(trial -> trial.figures().getOrDefault(figure, 0.0))
                .sum();
    }

    /** Returns a line for each growth that is more than it may be. */
    public List<String> growthComplaints() {
        var complaints = new ArrayList<String>();
        growth().forEach((life, growths) -> growths.values()
                .forEach(growth -> growth.complaint().ifPresent(why -> complaints.add(life + ": " + why))));
        return complaints;
    }

    private Map<Life, Map<Vitals, Growth>> growth() {
        var all = new LinkedHashMap<Life, Map<Vitals, Growth>>();
        for (var trial : trials) {
            var deliveries = trial.figures().get(DELIVERIES_OF_LIFE);
            if (deliveries == null) {
                continue;
            }
            var growths = all.computeIfAbsent(Life.of(trial), life -> new EnumMap<>(Vitals.class));
            for (var what : Vitals.values()) {
                var value = trial.figures().get(what.key());
                if (value != null) {
                    growths.computeIfAbsent(what, Growth::new).add(deliveries, value);
                }
            }
        }
        return all;
    }

    /**
     * Returns a header, and a row for each backend. A growth is the largest of the backend's processes, for 10^8 deliveries. The p99s are
     * those of both halves.
     */
    public List<List<String>> table() {
        var table = new ArrayList<List<String>>();
        table.add(HEADER);
        var backends =
                trials.stream().collect(Collectors.groupingBy(Trial::backend, LinkedHashMap::new, Collectors.toList()));
        var growth = growth();
        backends.forEach((backend, own) -> {
            long invalid = own.stream()
                    .filter(trial -> trial.verdict().equals(Trial.INVALID))
                    .count();
            var row = new ArrayList<>(List.of(
                    backend,
                    String.valueOf(own.size()),
                    String.valueOf(invalid),
                    String.format(Locale.ROOT, "%,.0f", sum(own, "deliveries")),
                    String.format(Locale.ROOT, "%.0f", sum(own, "lost"))));
            for (var what : Vitals.values()) {
                row.add(largest(growth, backend, what));
            }
            int half = own.size() / 2;
            row.add(latency(own.subList(0, half)) + ", " + latency(own.subList(half, own.size())));
            table.add(row);
        });
        return table;
    }

    private static String largest(Map<Life, Map<Vitals, Growth>> growth, String backend, Vitals what) {
        return growth.entrySet().stream()
                .filter(entry -> entry.getKey().backend().equals(backend))
                .flatMap(entry -> entry.getValue().entrySet().stream())
                .filter(entry -> entry.getKey() == what)
                .flatMap(entry -> entry.getValue().share().stream())
                .max(Double::compare)
                .map(share -> String.format(Locale.ROOT, "%+.2f %%", 100 * share))
                .orElse("n/a");
    }

    /** The median of the phases' p99s. */
    private static String latency(List<Trial> trials) {
        var values = trials.stream()
                .map(trial -> trial.figures().get(Figure.LATENCY_P99.key()))
                .filter(value -> value != null)
                .sorted()
                .toList();
        return values.isEmpty() ? "n/a" : String.format(Locale.ROOT, "%.1f ms", values.get(values.size() / 2) / 1e6);
    }
}
