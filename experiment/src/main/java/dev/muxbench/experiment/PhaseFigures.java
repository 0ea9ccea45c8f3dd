package dev.muxbench.experiment;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.JvmUse;
import dev.muxbench.results.Sends;
import dev.muxbench.results.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a server has used in a phase: the difference of the snapshots at the phase's two ends. So nothing of the server's start is in a
 * figure of the measured time.
 *
 * <p>Threads: any.
 */
final class PhaseFigures {
    private final List<Snapshot> snapshots;

    PhaseFigures(List<Snapshot> snapshots) {
        this.snapshots = snapshots;
    }

    static String name(Boundary boundary) {
        return boundary.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Snapshot> at(Boundary boundary) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.phase().equals(name(boundary)))
                .findFirst();
    }

    /** Adds the figures of all phases that have ended. */
    void addTo(Map<String, Double> figures, int clients) {
        between(Boundary.CONNECTING, Boundary.WARMING_UP)
                .ifPresent(phase -> LoadFigures.put(figures, Figure.CONNECT_CPU, phase.cpuNanos() / clients));
        at(Boundary.WARMING_UP)
                .map(Snapshot::jvm)
                .ifPresent(jvm -> LoadFigures.put(figures, Figure.COMPILE_BEFORE, (double) jvm.compileNanos()));
        between(Boundary.MEASURING, Boundary.DRAINING).ifPresent(phase -> {
            LoadFigures.put(figures, Figure.SERVER_CPU, phase.cpuNanos() / phase.deliveries());
            LoadFigures.put(figures, Figure.SERVER_CORES, phase.cpuNanos() / phase.nanos());
            LoadFigures.put(figures, Figure.GC_PAUSE_TOTAL, phase.to.gcPauseNanos() - phase.from.gcPauseNanos());
            addExplaining(figures, phase);
        });
        at(Boundary.DRAINING)
                .map(snapshot -> snapshot.server().residentBytes())
                .ifPresent(bytes -> LoadFigures.put(figures, Figure.SERVER_RESIDENT, bytes));
    }

    private static void addExplaining(Map<String, Double> figures, Phase phase) {
        double sends = phase.used(Snapshot::sends, Sends::calls);
        LoadFigures.put(figures, Figure.LINES_PER_SEND, phase.used(Snapshot::sends, Sends::lines) / sends);
        LoadFigures.put(figures, Figure.BYTES_PER_SEND, phase.used(Snapshot::sends, Sends::bytes) / sends);
        double waits = phase.used(snapshot -> snapshot.server().voluntarySwitches(), Long::longValue);
        LoadFigures.put(figures, Figure.VOLUNTARY_SWITCHES, waits / phase.deliveries());
        double preemptions = phase.used(snapshot -> snapshot.server().involuntarySwitches(), Long::longValue);
        LoadFigures.put(figures, Figure.INVOLUNTARY_SWITCHES, preemptions / phase.deliveries());
        LoadFigures.put(figures, Figure.COMPILE, phase.used(Snapshot::jvm, JvmUse::compileNanos));
        double still = phase.used(Snapshot::jvm, JvmUse::safepointNanos);
        LoadFigures.put(figures, Figure.SAFEPOINT_SHARE, still / phase.nanos());
    }

    private Optional<Phase> between(Boundary from, Boundary to) {
        return at(from).flatMap(first -> at(to).map(second -> new Phase(first, second)));
    }

    private record Phase(Snapshot from, Snapshot to) {
        double cpuNanos() {
            return to.server().cpuNanos() - from.server().cpuNanos();
        }

        double nanos() {
            return (to.seconds() - from.seconds()) * 1e9;
        }

        double deliveries() {
            return to.deliveries() - from.deliveries();
        }

        /** Returns what was used in the phase; NaN if it is not known. */
        <T> double used(Function<Snapshot, @Nullable T> by, ToLongFunction<T> what) {
            var before = by.apply(from);
            var after = by.apply(to);
            return before == null || after == null ? Double.NaN : what.applyAsLong(after) - what.applyAsLong(before);
        }
    }
}
