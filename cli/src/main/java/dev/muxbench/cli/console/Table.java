package dev.muxbench.cli.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for a terminal, in which each column is as wide as its widest cell, or in Markdown. The first row is the header.
 *
 * <p>Threads: one.
 */
public final class Table {
    private static final String GAP = "  ";

    private final String columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns a letter for each column: {@code l} puts its cells at the left edge, {@code r} at the right edge */
    public Table(String columns) {
        this.columns = columns;
    }

    /** Adds a row. The last cell of a row that is too short is a remark, which may be wider than its column. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    public void add(String... cells) {
        add(List.of(cells));
    }

    /** @param indent stands before each row */
    public void print(PrintWriter out, String indent) {
        int[] widths = IntStream.range(0, columns.length())
                .map(column -> rows.stream()
                        .filter(row -> row.size() == columns.length())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (var row : rows) {
            var line = IntStream.range(0, row.size())
                    .mapToObj(column -> {
                        var pad = " "
                                .repeat(Math.max(
                                        0, widths[column] - row.get(column).length()));
                        return columns.charAt(column) == 'l' ? row.get(column) + pad : pad + row.get(column);
                    })
                    .collect(Collectors.joining(GAP, indent, ""));
            out.println(line.stripTrailing());
        }
    }

    public void printMarkdown(PrintWriter out) {
        out.println(markdown(rows.getFirst()));
        out.println(columns.chars()
                .mapToObj(column -> column == 'l' ? "---" : "---:")
                .collect(Collectors.joining("|", "|", "|")));
        rows.stream().skip(1).map(Table::markdown).forEach(out::println);
    }

    private static String markdown(List<String> row) {
        return row.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
