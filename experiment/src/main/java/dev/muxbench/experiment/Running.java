package dev.muxbench.experiment;

import dev.muxbench.experiment.Scenario.Setting;
import dev.muxbench.load.Crowd;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.results.Figure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A contestant's server in one epoch, with the figures that it has once for all.
 *
 * <p>Threads: the run's.
 */
final class Running implements AutoCloseable {
    private static final Set<String> OF_THE_FIRST = Set.of(
            Figure.SERVER_BYTES_PER_CONNECTION.key(), Figure.CONNECTS_PER_SECOND.key(), Figure.COMPILE_BEFORE.key());

    private final Contestant contestant;
    private final Server process;
    private final Map<String, Double> startFigures = new LinkedHashMap<>();
    private final Map<Setting, WarmUp> warmUps = new HashMap<>();
    private @Nullable Crowd crowd;
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

    /** Adds the figures of its start, and those of the first trial under a load that later trials cannot measure. */
    void addTo(Map<String, Double> figures, Setting setting) {
        figures.putAll(startFigures);
        var own = new LinkedHashMap<>(figures);
        own.keySet().retainAll(OF_THE_FIRST);
        figures.keySet().removeAll(OF_THE_FIRST);
        figures.putAll(first.computeIfAbsent(setting, key -> own));
    }

    /**
     * Connects the clients of a load, which stay until {@link #disperse}.
     *
     * @param load of the following trials
     */
    void gather(LoadPlan load, Placement placement, RunSettings settings) throws LoadException, InterruptedException {
        var fresh = new Crowd(
                placement.place(load.speaking(contestant.protocol()).against(Targets.of(process.address()))), settings);
        crowd = fresh;
        fresh.connect(new LoadListener() {});
    }

    /** Returns the connected clients; null if clients connect for each trial. */
    @Nullable
    Crowd crowd() {
        return crowd;
    }

    /** Closes the connections of the clients that have stayed. */
    void disperse() {
        if (crowd != null) {
            crowd.close();
            crowd = null;
        }
    }

    WarmUp warmUp(Setting setting) {
        return warmUps.computeIfAbsent(setting, key -> new WarmUp());
    }

    @Override
    public void close() {
        disperse();
        process.close();
    }
}
