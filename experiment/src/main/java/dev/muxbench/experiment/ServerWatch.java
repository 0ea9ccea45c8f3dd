package dev.muxbench.experiment;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.results.Figure;
import dev.muxbench.results.GcPauses;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Snapshot;
import dev.muxbench.results.TimeSeries.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of what a server and the generator use, at each boundary of a trial's phases.
 *
 * <p>Threads: the one that runs the trial.
 */
final class ServerWatch implements LoadListener, AutoCloseable {
    private static final double FEW = 0.1; // of the clients: with fewer the server is still getting ready for them

    private final @Nullable StartedServer started; // null if somebody else has started it
    private final @Nullable GcPauses pauses; // null if it is no JVM
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int few; // clients, the first that there were; 0 before
    private @Nullable Long residentAtFew; // bytes, with so many
    private long startNanos; // of the first phase
    private double longestPauseMillis = Double.NaN; // in the measured time

    ServerWatch(Server server) throws IOException {
        this.started = server instanceof StartedServer own ? own : null;
        this.pauses = started == null || !started.isJvm() ? null : new GcPauses(started.log());
        if (started != null) {
            var _ = started.read(); // the first answer takes long, and is to be in no phase
        }
    }

    @Override
    public void onBoundary(Boundary boundary, LoadStatus status) {
        if (boundary == Boundary.CONNECTING) {
            snapshots.clear(); // it may begin anew
            few = 0;
        }
        if (snapshots.isEmpty()) {
            startNanos = System.nanoTime();
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        var reading = started == null ? null : started.read(); // at once, as all that follows takes a while
        if (reading == null) {
            return;
        }
        nextPauses();
        double longest = pauses == null ? Double.NaN : pauses.takeLongestMillis();
        longestPauseMillis = boundary == Boundary.DRAINING ? longest : longestPauseMillis;
        snapshots.add(new Snapshot(
                PhaseFigures.name(boundary),
                seconds,
                status.delivered(),
                reading.use(),
                ProcessUse.of(ProcessHandle.current()),
                pauses == null ? 0 : pauses.totalMillis() * 1e6,
                reading.sends(),
                reading.jvm()));
    }

    @Override
    public void onConnecting(int ready, int clients) {
        if (started != null && few == 0 && ready >= clients * FEW) {
            few = ready;
            var use = started.glance();
            residentAtFew = use == null ? null : use.residentBytes();
        }
    }

    /** Adds the columns of a row of the time series. */
    void addTo(Map<Column, Object> row) {
        var use = started == null ? null : started.glance();
        if (use == null) {
            return;
        }
        row.put(Column.SERVER_CPU_S, use.cpuNanos() / 1e9);
        row.put(Column.SERVER_RSS_BYTES, use.residentBytes() == null ? 0 : use.residentBytes());
        row.put(Column.GC_PAUSE_MS, nextPauses());
    }

    private double nextPauses() {
        try {
            return pauses == null ? Double.NaN : pauses.next();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    /** Adds the figures that exist. */
    void addTo(Map<String, Double> figures, int clients) {
        new PhaseFigures(snapshots).addTo(figures, clients);
        LoadFigures.put(figures, Figure.GC_PAUSE_MAX, longestPauseMillis * 1e6);
        if (pauses == null) {
            figures.remove(Figure.GC_PAUSE_TOTAL.key());
        }
        var residentAtAll = snapshots.stream()
                .filter(snapshot -> snapshot.phase().equals(PhaseFigures.name(Boundary.WARMING_UP)))
                .map(snapshot -> snapshot.server().residentBytes())
                .findFirst()
                .orElse(null);
        if (residentAtFew != null && residentAtAll != null && few < clients / 2) {
            double slope = (double) (residentAtAll - residentAtFew) / (clients - few);
            LoadFigures.put(figures, Figure.SERVER_BYTES_PER_CONNECTION, slope);
        }
    }

    @Override
    public void close() throws IOException {
        if (pauses != null) {
            pauses.close();
        }
    }
}
