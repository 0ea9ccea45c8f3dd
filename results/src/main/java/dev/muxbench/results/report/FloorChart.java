package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.KernelFloor;
import dev.muxbench.results.statistics.Interval;
import java.util.HashSet;

/** CPU per delivery over the bytes of a send: the kernel alone as a line, each backend as a mark. Threads: one. */
final class FloorChart {
    private static final String NAME = "-floor";

    private final ScenarioTables tables;
    private final ArrayNode lines;

    private FloorChart(ScenarioTables tables, ArrayNode lines) {
        this.tables = tables;
        this.lines = lines;
    }

    static Html place(ScenarioTables tables) {
        return Section.place(tables.id() + NAME, "", "Marks: the backends, with their intervals. " + Section.HINT);
    }

    static ObjectNode of(ScenarioTables tables) {
        var chart = ReportData.chart(
                        "floor",
                        tables.id() + NAME,
                        tables.id() + "-figures-table",
                        Figure.SERVER_CPU.label() + " over bytes per send")
                .put("inUnit", ScenarioTables.inUnit(Figure.SERVER_CPU));
        new FloorChart(tables, chart.putArray("lines")).addLines();
        return chart;
    }

    private void addLines() {
        var loads = new HashSet<String>();
        for (var cell : tables.cells()) {
            if (loads.add(tables.load(cell.cell()))) {
                tables.view().floor(cell.cell()).ifPresent(floor -> addKernel(cell, floor));
            }
            if (!tables.isLimit(cell)) {
                addBackend(cell);
            }
        }
    }

    private void addKernel(CellSummary cell, KernelFloor floor) {
        var points = line("kernel alone", cell);
        floor.batches().forEach(batch -> ReportData.addPoint(points, batch, Interval.UNBOUNDED));
    }

    private void addBackend(CellSummary cell) {
        var summary = tables.view().summary();
        KernelFloor.batch(cell.cell(), summary).ifPresent(batch -> {
            var interval = summary.level(cell.cell(), Figure.SERVER_CPU).interval();
            ReportData.addPoint(line(cell.cell().backend(), cell), batch, interval);
        });
    }

    private ArrayNode line(String backend, CellSummary cell) {
        return lines.addObject()
                .put("backend", backend)
                .put("at", tables.load(cell.cell()))
                .putArray("points");
    }
}
