package dev.muxbench.experiment;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to find out and how long that may take.
 *
 * @param contestants what is compared
 * @param baseline    name of the one that the others are compared with
 * @param scenarios   the questions
 * @param rounds      at most so many trials each
 * @param budget      no round is begun that would not end in it; the first one always is. Null: as long as it takes
 * @param precision   half of a ratio's interval, 0.05 for 5 %; a scenario whose ratios are all so narrow is not measured any more
 * @param placement   of servers and generator
 */
public record RunPlan(
        List<Contestant> contestants,
        String baseline,
        List<Scenario> scenarios,
        int rounds,
        @Nullable Duration budget,
        double precision,
        Placement placement) {

    /** Those who can answer a scenario. */
    public List<Contestant> contestants(Scenario scenario) {
        return contestants.stream()
                .filter(contestant -> scenario.obstacle(contestant).isEmpty())
                .toList();
    }

    /** Why others cannot: by scenario and name. */
    public Map<String, Map<String, String>> leftOut() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        for (var scenario : scenarios) {
            var names = new LinkedHashMap<String, String>();
            contestants.forEach(contestant ->
                    scenario.obstacle(contestant).ifPresent(reason -> names.put(contestant.name(), reason)));
            if (!names.isEmpty()) {
                all.put(scenario.name(), names);
            }
        }
        return all;
    }
}
