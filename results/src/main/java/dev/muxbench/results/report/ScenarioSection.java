package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The section of one scenario: its figures as tables and charts. Threads: one. */
record ScenarioSection(ScenarioTables tables) {
    private static final String MARKS = "Marks: the values over all trials. ";

    /** @param series time series of the run's servers, by cell */
    Section section(Map<Trial.Cell, List<ObjectNode>> series, ProfileSection profiles) {
        var id = tables.id();
        var question = tables.question();
        var figureNote = tables.isSwept()
                ? MARKS + "Bars: their intervals. " + Section.HINT
                : MARKS + "Whiskers: their intervals. Faint dots: single trials. Dotted line: the baseline.";
        var html =
                Html.tag("section", "scenario").with("data-testid", "scenario").with("id", id);
        html.with("aria-labelledby", id + "-title");
        html.add(
                Html.tag("h3").with("id", id + "-title").text(question.question()),
                Html.tag("p", "muted", question.name() + ": " + question.description()),
                Section.place(id + "-figures", "", figureNote),
                tables.mainTable().scrolling());
        var explaining = tables.explaining();
        if (!explaining.isEmpty()) {
            html.add(tables.explainingTable(explaining).folded());
        }
        html.add(new DetailTables(tables).trialsTable().folded());
        var charts = new ArrayList<>(
                question.knownFigures().stream().map(this::chart).toList());
        if (tables.hasFloor()) {
            html.add(FloorChart.place(tables));
            charts.add(FloorChart.of(tables));
        }
        addPercentiles(html, charts);
        addSeries(html, charts, series);
        profiles.addTo(html, charts);
        return new Section(id, question.question(), html, charts);
    }

    private void addPercentiles(Html html, List<ObjectNode> charts) {
        var sampled = tables.cells().stream()
                .filter(cell -> cell.merged().getTotalCount() > 0)
                .toList();
        if (sampled.isEmpty()) {
            html.add(Html.tag("p", "sentence", "Latency by percentile: n/a."));
            return;
        }
        html.add(Section.place(tables.id() + "-percentiles", "", Section.HINT));
        html.add(new DetailTables(tables).percentileTable(sampled).folded());
        var chart = chart("percentiles", "percentiles", "Latency by percentile");
        var entries = chart.putArray("entries");
        sampled.forEach(cell -> entries.add(ReportData.percentiles(cell, tables.load(cell.cell()))));
        charts.add(chart);
    }

    private void addSeries(Html html, List<ObjectNode> charts, Map<Trial.Cell, List<ObjectNode>> series) {
        var chart = chart("series", "series", "Over time");
        var entries = chart.putArray("entries");
        tables.cells()
                .forEach(cell -> series.getOrDefault(cell.cell(), List.of())
                        .forEach(entry -> entries.add(entry.put("at", tables.load(cell.cell())))));
        if (entries.isEmpty()) {
            html.add(Html.tag("p", "sentence", "Time series: n/a."));
            return;
        }
        var note = Section.HINT + " Drag to zoom, double-click to zoom out.";
        html.add(Section.place(tables.id() + "-series", "Over time", note));
        charts.add(chart);
    }

    private ObjectNode chart(Figure figure) {
        var chart = chart(tables.isSwept() ? "curves" : "dots", "figures", figure.label());
        chart.put("unit", figure.unit()).put("inUnit", ScenarioTables.inUnit(figure));
        chart.put("axis", tables.axis());
        var rows = chart.putArray("rows");
        tables.cells().forEach(cell -> row(rows.addObject(), cell, figure));
        return chart;
    }

    private ObjectNode chart(String kind, String name, String title) {
        return ReportData.chart(kind, tables.id() + "-" + name, tables.id() + "-" + name + "-table", title);
    }

    private void row(ObjectNode row, CellSummary cell, Figure figure) {
        var level = tables.view().summary().level(cell.cell(), figure);
        var point = cell.cell().point();
        row.put("backend", cell.cell().backend()).put("label", cell.cell().backend());
        row.put("group", tables.hasSeveralClients() ? cell.cell().clients() + " clients" : null);
        row.put("x", point == null ? null : point.value());
        row.put("status", ScenarioTables.status(cell)).put("baseline", tables.isBaseline(cell));
        var interval = level.interval().map(figure::shown);
        var trials = cell.values(figure).stream().map(figure::shown).toList();
        ReportData.put(row, figure.shown(level.value()), interval.low(), interval.high(), trials);
    }
}
