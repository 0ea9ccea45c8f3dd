package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's question, as the manifest has it.
 *
 * @param name        of the scenario
 * @param question    a sentence
 * @param need        what the best backend is best for, such as {@code the most deliveries a second}
 * @param description what was done, in one line
 * @param primary     key of the figure that answers the question
 * @param figures     keys of the figures to show, including the primary one
 * @param clients     numbers of connections, at least one
 * @param swept       the option of the load that is swept, without hyphens; null if there is none
 * @param values      values of the swept option; empty if there is none
 */
public record Question(
        String name,
        String question,
        String need,
        String description,
        String primary,
        List<String> figures,
        List<Integer> clients,
        @Nullable String swept,
        List<Double> values) {

    /** Returns the distinct figures to show, without keys that this version does not know. */
    @JsonIgnore
    public List<Figure> knownFigures() {
        return figures.stream()
                .flatMap(key -> Figure.of(key).stream())
                .distinct()
                .toList();
    }

    @JsonIgnore
    public Figure primaryFigure() {
        return Figure.of(primary).orElse(Figure.DELIVERIES_PER_SECOND);
    }

    /** Returns all cells that must be measured for the answer. */
    public List<Trial.Cell> cells(List<String> backends) {
        var cells = new ArrayList<Trial.Cell>();
        for (int count : clients) {
            for (var point : points()) {
                backends.forEach(backend -> cells.add(new Trial.Cell(name, backend, count, point)));
            }
        }
        return cells;
    }

    /** Returns the values of the swept option, or a list of one null if none is swept. */
    @JsonIgnore
    public List<@Nullable Point> points() {
        var points = new ArrayList<@Nullable Point>();
        if (swept == null) {
            points.add(null);
        } else {
            values.forEach(value -> points.add(new Point(swept, value)));
        }
        return points;
    }
}
