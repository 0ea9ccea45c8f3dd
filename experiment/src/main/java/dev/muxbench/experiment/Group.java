package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Settings that one process of a contestant can be measured under, one after the other.
 *
 * @param serverOptions of {@code serve}
 */
record Group(List<String> serverOptions, List<Setting> settings) {
    /** Returns the groups in the order of the scenarios. */
    static List<Group> of(List<Scenario> scenarios) {
        var groups = new LinkedHashMap<List<String>, List<Setting>>();
        for (var scenario : scenarios) {
            groups.computeIfAbsent(scenario.serverOptions(), options -> new ArrayList<>())
                    .addAll(scenario.settings());
        }
        return groups.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }
}
