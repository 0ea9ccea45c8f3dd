package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.results.Figure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A contestant's server in one epoch, with what is known about it once and for all.
 *
 * <p>Threads: the run's.
 */
final class Running implements AutoCloseable {
    private final Contestant contestant;
    private final ServerProcess process;
    private final Map<String, Double> startFigures = new LinkedHashMap<>();
    private final Map<Setting, WarmUp> warmUps = new HashMap<>();
    private final Map<Setting, Double> bytesPerConnection = new HashMap<>();

    Running(Contestant contestant, ServerProcess process) {
        this.contestant = contestant;
        this.process = process;
        startFigures.put(Figure.START_TIME.key(), process.startNanos());
        startFigures.put(Figure.START_CPU.key(), process.startCpuNanos());
    }

    Contestant contestant() {
        return contestant;
    }

    ServerProcess process() {
        return process;
    }

    /** Of its start, and of the first trial under that load: later ones find the memory that the first has left. */
    void addTo(Map<String, Double> figures, Setting setting) {
        figures.putAll(startFigures);
        var key = Figure.SERVER_BYTES_PER_CONNECTION.key();
        var own = figures.remove(key);
        var first = own == null ? bytesPerConnection.get(setting) : bytesPerConnection.putIfAbsent(setting, own);
        var known = first == null ? own : first;
        if (known != null) {
            figures.put(key, known);
        }
    }

    Map<String, String> description() {
        var description = new LinkedHashMap<String, String>();
        description.put("threads", process.threads());
        description.put("command", process.commandLine());
        return description;
    }

    WarmUp warmUp(Setting setting) {
        return warmUps.computeIfAbsent(setting, key -> new WarmUp());
    }

    @Override
    public void close() {
        process.close();
    }
}
