package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.results.Figure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A contestant's server in one epoch, with what is known about it once and for all.
 *
 * <p>Threads: the run's.
 */
final class Running implements AutoCloseable {
    private static final Set<String> OF_THE_FIRST =
            Set.of(Figure.SERVER_BYTES_PER_CONNECTION.key(), Figure.COMPILE_BEFORE.key());

    private final Contestant contestant;
    private final Server process;
    private final Map<String, Double> startFigures = new LinkedHashMap<>();
    private final Map<Setting, WarmUp> warmUps = new HashMap<>();
    private final Map<Setting, Map<String, Double>> first = new HashMap<>(); // figures of the first trials

    Running(Contestant contestant, Server process) {
        this.contestant = contestant;
        this.process = process;
        process.addStartTo(startFigures);
    }

    Contestant contestant() {
        return contestant;
    }

    Server process() {
        return process;
    }

    /** Of its start, and of the first trial under that load, where a later one only finds what the first has left. */
    void addTo(Map<String, Double> figures, Setting setting) {
        figures.putAll(startFigures);
        var own = new LinkedHashMap<>(figures);
        own.keySet().retainAll(OF_THE_FIRST);
        figures.keySet().removeAll(OF_THE_FIRST);
        figures.putAll(first.computeIfAbsent(setting, key -> own));
    }

    WarmUp warmUp(Setting setting) {
        return warmUps.computeIfAbsent(setting, key -> new WarmUp());
    }

    @Override
    public void close() {
        process.close();
    }
}
