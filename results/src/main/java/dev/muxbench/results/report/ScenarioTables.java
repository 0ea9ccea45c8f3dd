package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Numbers;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunSummary;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import dev.muxbench.results.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one scenario as tables. Threads: one.
 *
 * @param cells   all cells of the scenario
 * @param leftOut by backend, why it was left out of the scenario
 */
record ScenarioTables(String id, Question question, RunView view, List<CellSummary> cells, JsonNode leftOut) {

    private static final String KERNEL_CAPTION =
            " Kernel alone: CPU per delivery of limit with as many bytes per send as this backend, and what the"
                    + " backend takes of it.";

    List<Figure> figures() {
        return question.knownFigures();
    }

    boolean isSwept() {
        return question.swept() != null;
    }

    boolean hasSeveralClients() {
        return question.clients().size() > 1;
    }

    Table mainTable() {
        var caption =
                "In each cell: the value, its interval over the trials, the ratio to the baseline, and the finding."
                        + " Below a backend: notes on its trials.";
        var table = table("figures", "Figures", hasFloor() ? caption + KERNEL_CAPTION : caption);
        addRows(table, figures(), kernelBehind(), CellSummary::notes);
        for (var backend : view.backends()) {
            if (cells.stream().noneMatch(cell -> cell.cell().backend().equals(backend))) {
                table.row(
                        "",
                        backend,
                        List.of(),
                        List.of("left out: " + leftOut.path(backend).asText("unknown why")));
            }
        }
        return table;
    }

    /** Returns the table of figures that explain the others and are neither good nor bad. */
    Table explainingTable(List<Figure> explaining) {
        var caption = "In each cell: the value and its interval over the trials.";
        var table = table("explaining", "What explains the figures", caption);
        addRows(table, explaining, null, cell -> List.of());
        return table;
    }

    /** Returns the explaining figures that have values and are not in the main table. */
    List<Figure> explaining() {
        return Figure.EXPLAINING.stream()
                .filter(figure -> !figures().contains(figure))
                .filter(figure ->
                        cells.stream().anyMatch(cell -> !cell.values(figure).isEmpty()))
                .toList();
    }

    /** Returns the figure whose column precedes the kernel's; null if there is no kernel's column. */
    private @Nullable Figure kernelBehind() {
        return !hasFloor()
                ? null
                : figures().contains(Figure.SERVER_CPU)
                        ? Figure.SERVER_CPU
                        : figures().getLast();
    }

    boolean hasFloor() {
        return cells.stream().anyMatch(cell -> view.floor(cell.cell()).isPresent());
    }

    private void addRows(
            Table table, List<Figure> shown, @Nullable Figure kernelBehind, Function<CellSummary, List<String>> notes) {
        table.numbers("Trials", "");
        for (var figure : shown) {
            table.numbers(figure.label(), inUnit(figure));
            if (figure == kernelBehind) {
                table.numbers("kernel alone", "CPU per delivery");
            }
        }
        for (var cell : cells) {
            var fields = keys(cell.cell());
            fields.add(trials(cell));
            for (var figure : shown) {
                fields.add(field(cell, figure));
                if (figure == kernelBehind) {
                    fields.add(besideKernel(cell));
                }
            }
            var backend = cell.cell().backend();
            boolean isNext = !cell.equals(cells.getFirst())
                    && backend.equals(cells.getFirst().cell().backend());
            table.row(isNext ? "part" : "", backend, fields, notes.apply(cell));
        }
    }

    Table table(String name, String what, String caption) {
        var table = new Table(
                id + "-" + name + "-table",
                what + " of " + question.name(),
                caption,
                isSwept() ? "table-main dense" : "table-main");
        table.column("Backend");
        if (hasSeveralClients()) {
            table.numbers("Clients", "");
        }
        if (isSwept()) {
            table.numbers(axis(), "");
        }
        return table;
    }

    /** Returns the cells that identify a row, in addition to the backend. */
    List<Html> keys(Trial.Cell cell) {
        var keys = new ArrayList<Html>();
        if (hasSeveralClients()) {
            keys.add(Table.number(String.valueOf(cell.clients())));
        }
        if (isSwept()) {
            keys.add(Table.number(cell.point() == null ? "n/a" : cell.point().number()));
        }
        return keys;
    }

    String axis() {
        return "rate".equals(question.swept()) ? "offered rate, lines/s" : String.valueOf(question.swept());
    }

    /** Returns the load in words; empty if the scenario has one load only. */
    String load(Trial.Cell cell) {
        return (cell.point() == null ? "" : axis() + " " + cell.point().number())
                + (cell.point() != null && hasSeveralClients() ? ", " : "")
                + (hasSeveralClients() ? cell.clients() + " clients" : "");
    }

    private static Html trials(CellSummary cell) {
        return Html.tag("td", "number")
                .add(
                        Html.tag("span", "value", String.valueOf(cell.used().size())),
                        counted(cell.dropped(), "dropped"),
                        counted(cell.failed().size(), "failed"));
    }

    private static Html counted(long count, String what) {
        return Html.tag("span", count > 0 ? "ratio worse" : "ratio", count + " " + what);
    }

    private Html field(CellSummary cell, Figure figure) {
        var level = view.summary().level(cell.cell(), figure);
        if (!Double.isFinite(level.value())) {
            return Html.tag("td", cell.used().isEmpty() ? "number bad" : "number muted", status(cell));
        }
        var interval = interval(level.interval(), value -> figure.format(value, level.value()));
        var field = Html.tag("td", "number")
                .add(
                        Html.tag("span", "value", figure.format(level.value())),
                        Html.tag("span", "interval", interval.isEmpty() ? "no interval" : interval))
                .add(sample(cell, figure));
        if (isBaseline(cell) && !figure.isCondition()) {
            return field.add(Html.tag("span", "ratio", "baseline"));
        }
        var baseline = cell.cell().withBackend(view.baseline());
        var ratio = view.summary().ratios(baseline, figure).get(cell.cell());
        return ratio == null ? field : field.add(ratio(ratio));
    }

    private static List<Html> sample(CellSummary cell, Figure figure) {
        return cell.sample(figure).stream()
                .map(sample -> Html.tag("span", sample.isTooSmall() ? "ratio few" : "ratio", "of " + sample))
                .toList();
    }

    private Html besideKernel(CellSummary cell) {
        var field = Html.tag("td", "number");
        var beside = view.besideKernel(cell.cell());
        if (beside.isPresent()) {
            return field.add(
                    Html.tag("span", "value", beside.get().kernel()),
                    Html.tag("span", "interval", "at " + beside.get().size()),
                    Html.tag("span", "ratio", beside.get().ratio().replace('x', '×')));
        }
        if (cell.used().isEmpty()) {
            return Html.tag("td", "number bad", status(cell));
        }
        return field.add(Html.tag("span", "interval", isLimit(cell) ? "is it" : "n/a: bytes per send unknown"));
    }

    boolean isLimit(CellSummary cell) {
        return view.limits().contains(cell.cell().backend());
    }

    private static List<Html> ratio(RunSummary.Ratio ratio) {
        var kind = switch (ratio.finding()) {
            case BETTER -> "ratio better";
            case WORSE -> "ratio worse";
            case NO_DIFFERENCE_SHOWN, TOO_FEW_TRIALS -> "ratio";
        };
        DoubleFunction<String> times = value -> Numbers.ratio(value, ratio.value());
        var text = "×" + times.apply(ratio.value()) + " " + interval(ratio.interval(), times);
        return List.of(
                Html.tag("span", kind, text.strip()),
                Html.tag("span", kind, ratio.finding().label()));
    }

    boolean isBaseline(CellSummary cell) {
        return cell.cell().backend().equals(view.baseline());
    }

    private static String interval(Interval interval, DoubleFunction<String> text) {
        return interval.isBounded() ? "[" + text.apply(interval.low()) + ", " + text.apply(interval.high()) + "]" : "";
    }

    /** Returns the text in place of a missing value. */
    static String status(CellSummary cell) {
        if (cell.leftOut().isPresent()) {
            return "left out";
        }
        if (!cell.used().isEmpty()) {
            return "n/a";
        }
        return !cell.failed().isEmpty() ? "failed" : cell.dropped() > 0 ? "dropped" : "no trial";
    }

    static String inUnit(Figure figure) {
        var better = figure.isCondition() ? "" : figure.higherIsBetter() ? "higher is better" : "lower is better";
        return figure.unit() + (figure.unit().isEmpty() || better.isEmpty() ? "" : ", ") + better;
    }
}
