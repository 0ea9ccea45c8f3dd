package dev.muxbench.cli.run;

import dev.muxbench.cli.console.Table;
import dev.muxbench.results.Answers;
import dev.muxbench.results.CellSummary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Finding;
import dev.muxbench.results.LineSample;
import dev.muxbench.results.Numbers;
import dev.muxbench.results.Question;
import dev.muxbench.results.RunSummary.Ratio;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import dev.muxbench.results.statistics.Interval;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * The figures that people see in a terminal: a table for each scenario, then the answers in words.
 *
 * <p>Threads: one.
 */
final class ResultTable {
    private static final String KERNEL = "kernel alone";

    private final RunView view;
    private final PrintWriter out;

    ResultTable(RunView view, PrintWriter out) {
        this.view = view;
        this.out = out;
    }

    /** Prints all. */
    void print() {
        for (var question : view.questions()) {
            out.println(question.name() + ": " + question.question());
            out.println("  " + question.description());
            printRows(question);
            out.println();
        }
        var answers = view.questions().stream()
                .flatMap(question -> view.answers(question).stream())
                .toList();
        answers.forEach(answer -> out.println(Answers.sentence(answer)));
        if (!answers.isEmpty()) {
            out.println();
        }
        view.conditions().forEach(out::println);
    }

    private void printRows(Question question) {
        var cells = view.summary().cells(question.name());
        var header = header(question);
        var table = new Table("l" + "r".repeat(header.size() - 1));
        table.add(header);
        for (var cell : cells) {
            var row = cell.leftOut().isEmpty() ? row(cell, question) : keys(cell.cell());
            cell.leftOut().ifPresent(reason -> row.add("left out: " + reason));
            table.add(row);
        }
        table.print(out, "  ");
        question.knownFigures().forEach(figure -> printSample(cells, figure));
        if (hasFloor(question)) {
            out.println("  " + KERNEL
                    + ": CPU per delivery of limit with as many bytes per send, and what the backend takes of it");
        }
    }

    /** Prints the number of lines that a percentile rests on. All backends have about as many, so the least is told. */
    private void printSample(List<CellSummary> cells, Figure figure) {
        cells.stream()
                .flatMap(cell -> cell.sample(figure).stream())
                .min(Comparator.comparingLong(LineSample::ofAnEpoch))
                .ifPresent(sample -> out.println("  " + figure.label() + ": of " + sample));
    }

    private List<String> header(Question question) {
        var header = new ArrayList<String>();
        header.add("backend");
        header.add("clients");
        if (question.swept() != null) {
            header.add(question.swept());
        }
        var primary = question.primaryFigure();
        header.add(title(primary));
        header.add("[95 %]");
        header.add("x " + view.baseline());
        header.add("[95 %]");
        others(question).forEach(figure -> header.add(title(figure)));
        if (hasFloor(question)) {
            header.add(KERNEL);
        }
        header.add("trials");
        return header;
    }

    private boolean hasFloor(Question question) {
        return view.summary().cells(question.name()).stream()
                .anyMatch(cell -> view.floor(cell.cell()).isPresent());
    }

    private String besideKernel(Trial.Cell cell) {
        var beside = view.besideKernel(cell);
        return beside.isPresent()
                ? beside.get().kernel() + ", " + beside.get().ratio()
                : view.limits().contains(cell.backend()) ? "-" : "n/a: bytes per send unknown";
    }

    private static String title(Figure figure) {
        return figure.label() + (figure.unit().isEmpty() ? "" : ", " + figure.unit());
    }

    private static List<Figure> others(Question question) {
        return question.knownFigures().stream()
                .filter(figure -> figure != question.primaryFigure())
                .toList();
    }

    private static List<String> keys(Trial.Cell cell) {
        var keys = new ArrayList<String>();
        keys.add(cell.backend());
        keys.add(String.valueOf(cell.clients()));
        if (cell.point() != null) {
            keys.add(cell.point().number());
        }
        return keys;
    }

    private List<String> row(CellSummary summary, Question question) {
        var cell = summary.cell();
        var primary = question.primaryFigure();
        var level = view.summary().level(cell, primary);
        var ratio = ratios(cell, primary).get(cell);
        var row = keys(cell);
        row.add(primary.format(level.value()));
        row.add(interval(level.interval(), value -> primary.format(value, level.value())));
        row.add(cell.backend().equals(view.baseline()) ? "1" : ratio == null ? "-" : ratio(ratio));
        row.add(ratio == null ? "" : interval(ratio.interval(), value -> Numbers.ratio(value, ratio.value())));
        others(question)
                .forEach(figure ->
                        row.add(figure.format(view.summary().level(cell, figure).value())));
        if (hasFloor(question)) {
            row.add(besideKernel(cell));
        }
        row.add(trials(summary));
        return row;
    }

    private Map<Trial.Cell, Ratio> ratios(Trial.Cell cell, Figure figure) {
        return view.summary().ratios(cell.withBackend(view.baseline()), figure);
    }

    /** Returns a ratio, with a star if the difference is shown. */
    private static String ratio(Ratio ratio) {
        boolean shown = ratio.finding() == Finding.BETTER || ratio.finding() == Finding.WORSE;
        return Numbers.ratio(ratio.value(), ratio.value()) + (shown ? "*" : "");
    }

    private static String interval(Interval interval, DoubleFunction<String> text) {
        return interval.isBounded() ? "[" + text.apply(interval.low()) + ", " + text.apply(interval.high()) + "]" : "";
    }

    private static String trials(CellSummary summary) {
        var parts = new ArrayList<String>();
        parts.add(String.valueOf(summary.used().size()));
        if (summary.dropped() > 0) {
            parts.add(summary.dropped() + " dropped");
        }
        if (!summary.failed().isEmpty()) {
            parts.add(summary.failed().size() + " FAILED");
        }
        return String.join(", ", parts);
    }
}
