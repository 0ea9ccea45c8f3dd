package dev.muxbench.experiment;

import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a run, and its limits.
 *
 * @param contestants that are compared
 * @param baseline    name of the contestant that the others are shown beside
 * @param scenarios   the questions
 * @param epochs      how often each contestant has a new process; null for as many as the budget is good for
 * @param passes      how often each load is measured in an epoch; likewise
 * @param budget      for the whole run
 * @param placement   of servers and generator
 * @param profiled    true to record where each server's CPU time goes, in one more load beyond the budget
 */
public record RunPlan(
        List<Contestant> contestants,
        String baseline,
        List<Scenario> scenarios,
        @Nullable Integer epochs,
        @Nullable Integer passes,
        Duration budget,
        Placement placement,
        boolean profiled) {

    /** As {@link Scenario#clientsStay}. */
    boolean clientsStay(Scenario.Setting setting) {
        return scenarios.stream()
                .filter(scenario -> scenario.settings().contains(setting))
                .allMatch(scenario -> scenario.clientsStay(setting, contestants.size()));
    }

    /**
     * Returns the load of a warm-up's trial. It must be as long as that of a pass if clients connect in it, or in a closed loop.
     *
     * @param load   of the setting, with its number of threads
     * @param number of the trial, from 1
     */
    LoadPlan warmUp(Scenario.Setting setting, LoadPlan load, int number) {
        boolean asLong = !clientsStay(setting) || load.arrivals() instanceof Arrivals.ClosedWindow;
        return WarmUp.load(load, number, asLong);
    }

    /** Returns why contestants cannot answer a scenario, by scenario and name. */
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
