package dev.muxbench.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened in each second of a trial, a row each; columns as {@link Column} says.
 *
 * <p>Threads: any.
 *
 * @param rows         cells by column
 * @param damagedLines that were left out
 */
public record TimeSeries(List<List<String>> rows, int damagedLines) {
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

    static final TimeSeries EMPTY = new TimeSeries(List.of(), 0);

    /** First line of the file. */
    public static String header() {
        return Arrays.stream(Column.values()).map(Column::title).collect(Collectors.joining(","));
    }

    /** One line of the file. A number has a point, whatever the locale; what does not exist is empty. */
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

    static TimeSeries parse(List<String> lines) {
        var rows = new ArrayList<List<String>>();
        int damaged = 0;
        for (var line : lines.stream().skip(1).toList()) {
            var cells = List.of(line.split(",", -1));
            if (cells.size() == Column.values().length
                    && isNumber(cells.getFirst())
                    && cells.stream().skip(2).allMatch(TimeSeries::isNumber)) {
                rows.add(cells);
            } else {
                damaged++;
            }
        }
        return new TimeSeries(rows, damaged);
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("-?\\d+(\\.\\d+)?");
    }

    /** A column's numbers; null for what does not exist. */
    public List<@Nullable Double> numbers(Column column) {
        var numbers = new ArrayList<@Nullable Double>();
        for (var row : rows) {
            var cell = row.get(column.ordinal());
            numbers.add(cell.isEmpty() ? null : Double.valueOf(cell));
        }
        return numbers;
    }

    public List<String> texts(Column column) {
        return rows.stream().map(row -> row.get(column.ordinal())).toList();
    }
}
