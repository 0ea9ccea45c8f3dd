package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario asks, as in the manifest.
 *
 * @param name        of the scenario
 * @param question    a sentence
 * @param need        what its best backend is the best for, such as {@code the most deliveries a second}
 * @param description what was done, in a line
 * @param primary     key of the figure that answers it
 * @param figures     keys of those to show, the primary one among them
 * @param clients     connections, one or more numbers
 * @param swept       the option of the load that has several values beside the clients, without hyphens; null if there is none
 * @param values      of that option; empty if there is none
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

    /** Each once. Of a figure that this version does not know there is nothing to show. */
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

    /** Everything that has to be measured for the answer. */
    public List<Trial.Cell> cells(List<String> backends) {
        var cells = new ArrayList<Trial.Cell>();
        for (int count : clients) {
            for (var point : points()) {
                backends.forEach(backend -> cells.add(new Trial.Cell(name, backend, count, point)));
            }
        }
        return cells;
    }

    /** The values of the option that is swept, or one null. */
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
