package dev.muxbench.results;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened in each second of a trial. Each second is a row; {@link Column} has the columns.
 *
 * <p>Threads: any.
 *
 * @param phases       phase of each row
 * @param rows         numbers by column; NaN for the phase and for missing values
 * @param damagedLines number of damaged lines, which were left out
 */
public record TimeSeries(List<String> phases, List<double[]> rows, int damagedLines) {
    private static final Pattern NUMBER_OR_NOTHING = Pattern.compile("(-?\\d+(\\.\\d+)?)?");

    /** A column of the CSV file. */
    public enum Column {
        END_S,
        PHASE,
        LINES_SENT,
        DELIVERIES_PER_S,
        P50_MS,
        P99_MS,
        MAX_MS,
        SERVER_CPU_S,
        SERVER_RSS_BYTES,
        GC_PAUSE_MS,
        SCHEDULE_ERROR_MAX_MS;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double[] GAP = gap();

    private static double[] gap() {
        var gap = new double[Column.values().length];
        Arrays.fill(gap, Double.NaN);
        gap[Column.END_S.ordinal()] = 0;
        return gap;
    }

    static final TimeSeries EMPTY = new TimeSeries(List.of(), List.of(), 0);

    /** Returns the first line of the file. */
    public static String header() {
        return Arrays.stream(Column.values()).map(Column::title).collect(Collectors.joining(","));
    }

    /** Returns one line of the file. Numbers have a decimal point in every locale; missing values are empty. */
    public static String line(Map<Column, ?> cells) {
        return Arrays.stream(Column.values())
                .map(column -> text(cells.get(column)))
                .collect(Collectors.joining(","));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? String.format(Locale.ROOT, "%.4f", number) : "";
        }
        return value == null ? "" : value.toString();
    }

    static TimeSeries parse(BufferedReader lines) throws IOException {
        var phases = new ArrayList<String>();
        var rows = new ArrayList<double[]>();
        int damaged = 0;
        lines.readLine(); // the header
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var cells = Arrays.asList(line.split(",", -1));
            if (isRow(cells)) {
                phases.add(cells.get(Column.PHASE.ordinal()));
                rows.add(numbers(cells));
            } else {
                damaged++;
            }
        }
        return new TimeSeries(phases, rows, damaged);
    }

    private static boolean isRow(List<String> cells) {
        return cells.size() == Column.values().length
                && Arrays.stream(Column.values())
                        .filter(column -> column != Column.PHASE)
                        .allMatch(column -> NUMBER_OR_NOTHING
                                .matcher(cells.get(column.ordinal()))
                                .matches());
    }

    private static double[] numbers(List<String> cells) {
        var numbers = new double[cells.size()];
        for (int i = 0; i < numbers.length; i++) {
            boolean none = i == Column.PHASE.ordinal() || cells.get(i).isEmpty();
            numbers[i] = none ? Double.NaN : Double.parseDouble(cells.get(i));
        }
        return numbers;
    }

    /** Returns this series, a gap, and another series that begins a number of seconds later. */
    TimeSeries then(TimeSeries other, double seconds) {
        if (other.rows.isEmpty()) {
            return this;
        }
        var allPhases = new ArrayList<>(phases);
        var allRows = new ArrayList<>(rows);
        if (!rows.isEmpty()) {
            allPhases.add(other.phases.getFirst());
            allRows.add(shifted(GAP, seconds));
        }
        allPhases.addAll(other.phases);
        other.rows.forEach(row -> allRows.add(shifted(row, seconds)));
        return new TimeSeries(allPhases, allRows, damagedLines + other.damagedLines);
    }

    private static double[] shifted(double[] row, double seconds) {
        var later = row.clone();
        later[Column.END_S.ordinal()] += seconds;
        return later;
    }

    /** Returns a column's numbers, with null for missing values. */
    public List<@Nullable Double> numbers(Column column) {
        var numbers = new ArrayList<@Nullable Double>();
        for (var row : rows) {
            double number = row[column.ordinal()];
            numbers.add(Double.isNaN(number) ? null : number);
        }
        return numbers;
    }
}
