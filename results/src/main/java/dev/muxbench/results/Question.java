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
 * @param rates       lines a second; empty if the scenario has one arrival process only
 */
public record Question(
        String name,
        String question,
        String need,
        String description,
        String primary,
        List<String> figures,
        List<Integer> clients,
        List<Double> rates) {

    /** Of a figure that this version does not know there is nothing to show. */
    @JsonIgnore
    public List<Figure> knownFigures() {
        return figures.stream().flatMap(key -> Figure.of(key).stream()).toList();
    }

    @JsonIgnore
    public Figure primaryFigure() {
        return Figure.of(primary).orElse(Figure.DELIVERIES_PER_SECOND);
    }

    /** Everything that has to be measured for the answer. */
    public List<Trial.Cell> cells(List<String> backends) {
        var cells = new ArrayList<Trial.Cell>();
        for (int count : clients) {
            for (var rate : points()) {
                backends.forEach(backend -> cells.add(new Trial.Cell(name, backend, count, rate)));
            }
        }
        return cells;
    }

    /** The rates, or one null. */
    @JsonIgnore
    public List<@Nullable Double> points() {
        if (rates.isEmpty()) {
            var none = new ArrayList<@Nullable Double>();
            none.add(null);
            return none;
        }
        return new ArrayList<>(rates);
    }
}
