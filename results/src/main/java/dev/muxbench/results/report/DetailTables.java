package dev.muxbench.results.report;

import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.LineSample;
import java.util.List;
import java.util.stream.Collectors;

/** Tables of single trials and of percentiles behind the figures of one scenario. Threads: one. */
record DetailTables(ScenarioTables tables) {
    private static final List<String> PERCENTILES = List.of("50", "90", "99", "99.9", "99.99", "100");

    Table trialsTable() {
        var table = tables.table(
                "trials", "Single trials", "The values of the single trials, in the order of their passes.");
        tables.question().knownFigures().forEach(figure -> table.numbers(figure.label(), figure.unit()));
        for (var cell : tables.cells()) {
            var fields = tables.keys(cell.cell());
            for (var figure : tables.question().knownFigures()) {
                double middle =
                        tables.view().summary().level(cell.cell(), figure).value();
                var values = cell.values(figure).stream()
                        .map(value -> figure.format(value, Double.isFinite(middle) ? middle : value))
                        .collect(Collectors.joining("; "));
                fields.add(Html.tag("td", "number wrap", values.isEmpty() ? ScenarioTables.status(cell) : values));
            }
            table.row("", cell.cell().backend(), fields, List.of());
        }
        return table;
    }

    Table percentileTable(List<CellSummary> sampled) {
        var table = tables.table("percentiles", "Latency by percentile", "Latency in ms, all trials merged.");
        table.numbers("Deliveries", "").numbers("Lines", "");
        PERCENTILES.forEach(percentile -> table.numbers(percentile + " %", "ms"));
        for (var cell : sampled) {
            var fields = tables.keys(cell.cell());
            var latency = cell.merged();
            fields.add(Table.number(String.valueOf(latency.getTotalCount())));
            var lines = cell.sample(Figure.LATENCY_P50).map(LineSample::altogether);
            fields.add(Table.number(lines.map(String::valueOf).orElse("n/a")));
            for (var percentile : PERCENTILES) {
                double nanos = latency.getValueAtPercentile(Double.parseDouble(percentile));
                fields.add(Table.number(Figure.LATENCY_MAX.format(nanos)));
            }
            table.row("", cell.cell().backend(), fields, List.of());
        }
        return table;
    }
}
