package dev.muxbench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers which backend is the best for a need, and how sure that is. Backends that are not shown to be worse are named
 * with the best.
 *
 * <p>Threads: any.
 */
public final class Answers {
    /**
     * The answer to one need.
     *
     * @param need   see {@link Question#need()}
     * @param answer the best backend, or several; {@code no answer} if there is none
     * @param detail the figures that the answer rests on
     * @param sure   true if the best is shown to be better than all others; null if there are too few trials to tell,
     *     or no answer
     */
    public record Answer(
            String need,
            String answer,
            String detail,
            @Nullable Boolean sure) {}

    /** Cores below which a server counts as not busy, whatever its number of threads. */
    private static final double BUSY_CORES = 0.9;

    private Answers() {}

    /**
     * Returns an answer for each number of clients; none for a scenario that sweeps an option, which shows a curve.
     *
     * @param limits contestants that are the kernel alone, and no servers
     */
    static List<Answer> to(Question question, RunSummary summary, List<String> limits) {
        var answers = new ArrayList<Answer>();
        if (question.swept() == null) {
            for (int clients : question.clients()) {
                var cells = summary.cells(question.name()).stream()
                        .filter(cell -> cell.cell().clients() == clients
                                && !limits.contains(cell.cell().backend()))
                        .toList();
                var need = question.need() + (question.clients().size() == 1 ? "" : ", " + clients + " clients");
                var compared =
                        cells.stream().filter(cell -> cell.leftOut().isEmpty()).toList();
                if (cells.size() > 1 && !compared.isEmpty()) {
                    answers.add(cautioned(answer(need, question.primaryFigure(), compared, summary), cells));
                }
            }
        }
        return answers;
    }

    /** Adds the contestants that were left out on the way, because each could have been the best. */
    private static Answer cautioned(Answer answer, List<CellSummary> cells) {
        var detail = new StringBuilder(answer.detail());
        cells.forEach(cell -> cell.leftOut()
                .ifPresent(why -> detail.append("; without ")
                        .append(cell.cell().backend())
                        .append(", which was left out: ")
                        .append(why)));
        return new Answer(answer.need(), answer.answer(), detail.toString(), answer.sure());
    }

    private static Answer answer(String need, Figure figure, List<CellSummary> cells, RunSummary summary) {
        var unsound = cells.stream()
                .filter(cell -> !cell.isSound()
                        || Double.isNaN(summary.level(cell.cell(), figure).value()))
                .map(cell -> cell.cell().backend())
                .toList();
        if (!unsound.isEmpty()) {
            return new Answer(
                    need,
                    "no answer",
                    String.join(", ", unsound) + (unsound.size() == 1 ? " has" : " have")
                            + " failed or INVALID trials: see the table",
                    null);
        }
        Comparator<CellSummary> ascending = Comparator.comparingDouble(
                cell -> summary.level(cell.cell(), figure).value());
        var best = cells.stream()
                .min(figure.higherIsBetter() ? ascending.reversed() : ascending)
                .orElseThrow();
        double value = summary.level(best.cell(), figure).value();
        var ratios = new LinkedHashMap<>(summary.ratios(best.cell(), figure));
        ratios.keySet().retainAll(cells.stream().map(CellSummary::cell).toList());
        var answer = answer(need, figure, best, value, ratios);
        return limits(figure, cells, summary)
                .map(text -> new Answer(answer.need(), answer.answer(), answer.detail() + "; " + text, answer.sure()))
                .orElse(answer);
    }

    /** Names servers that had time left: they did not limit the deliveries, so the figure describes something else. */
    private static Optional<String> limits(Figure figure, List<CellSummary> cells, RunSummary summary) {
        var idle = cells.stream()
                .map(CellSummary::cell)
                .filter(cell -> summary.level(cell, Figure.SERVER_CORES).value() < BUSY_CORES)
                .map(cell -> String.format(
                        Locale.ROOT,
                        "%s (%.2f cores busy, headroom of the generator %s %%)",
                        cell.backend(),
                        summary.level(cell, Figure.SERVER_CORES).value(),
                        Figure.GENERATOR_HEADROOM.format(
                                summary.level(cell, Figure.GENERATOR_HEADROOM).value())))
                .toList();
        return figure == Figure.DELIVERIES_PER_SECOND && !idle.isEmpty()
                ? Optional.of("the server was not the limit of " + String.join(", ", idle))
                : Optional.empty();
    }

    private static Answer answer(
            String need, Figure figure, CellSummary best, double level, Map<Trial.Cell, RunSummary.Ratio> others) {
        var backend = best.cell().backend();
        var value = figure.format(level) + " " + figure.unit();
        if (others.values().stream().anyMatch(ratio -> ratio.finding() == Finding.TOO_FEW_TRIALS)) {
            return new Answer(
                    need,
                    backend,
                    value + "; one epoch cannot say how sure that is, at least " + RunSummary.LEAST_EPOCHS + " can",
                    null);
        }
        var equals = others.entrySet().stream()
                .filter(entry -> entry.getValue().finding() != Finding.WORSE)
                .map(entry -> entry.getKey().backend())
                .toList();
        if (!equals.isEmpty()) {
            return new Answer(
                    need,
                    backend + " or " + String.join(" or ", equals),
                    value + "; no difference shown between them",
                    false);
        }
        return new Answer(
                need,
                backend,
                value + nearest(figure, others).map(text -> "; " + text).orElse(""),
                true);
    }

    private static Optional<String> nearest(Figure figure, Map<Trial.Cell, RunSummary.Ratio> others) {
        Comparator<Map.Entry<Trial.Cell, RunSummary.Ratio>> byRatio =
                Comparator.comparingDouble(entry -> entry.getValue().value());
        return others.entrySet().stream()
                .min(figure.higherIsBetter() ? byRatio.reversed() : byRatio)
                .map(entry -> "the next is " + entry.getKey().backend() + ", x"
                        + ratio(entry.getValue().value(), entry.getValue()) + " ["
                        + ratio(entry.getValue().interval().low(), entry.getValue()) + ", "
                        + ratio(entry.getValue().interval().high(), entry.getValue()) + "] of that");
    }

    private static String ratio(double value, RunSummary.Ratio ratio) {
        return Numbers.ratio(value, ratio.value());
    }

    /** Returns an answer in words. */
    public static String sentence(Answer answer) {
        return answer.need() + ": " + answer.answer() + "; " + answer.detail();
    }
}
