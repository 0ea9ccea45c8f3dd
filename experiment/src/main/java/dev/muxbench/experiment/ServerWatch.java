package dev.muxbench.experiment;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.Interval;
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
 * What a server, and the generator, use while a trial runs: a snapshot at each boundary of its phases.
 *
 * <p>Threads: the one that runs the trial.
 */
final class ServerWatch implements LoadListener, AutoCloseable {
    private final @Nullable ProcessHandle server; // null if somebody else has started it
    private final @Nullable GcPauses pauses; // null if it is no JVM
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long startNanos; // of connecting
    private double longestPauseMillis = Double.NaN; // in the measured time

    ServerWatch(Server server) throws IOException {
        var process = server instanceof ServerProcess own ? own : null;
        this.server = process == null ? null : process.handle();
        this.pauses = process == null || !process.isJvm() ? null : new GcPauses(process.log());
    }

    @Override
    public void onBoundary(Boundary boundary, LoadStatus status) {
        if (boundary == Boundary.CONNECTING) {
            snapshots.clear(); // it may begin anew
            startNanos = System.nanoTime();
        }
        nextPauses();
        double longest = pauses == null ? Double.NaN : pauses.takeLongestMillis();
        longestPauseMillis = boundary == Boundary.DRAINING ? longest : longestPauseMillis;
        if (server == null) {
            return;
        }
        snapshots.add(new Snapshot(
                PhaseFigures.name(boundary),
                (System.nanoTime() - startNanos) / 1e9,
                status.delivered(),
                ProcessUse.of(server),
                ProcessUse.of(ProcessHandle.current()),
                pauses == null ? 0 : pauses.totalMillis() * 1e6));
    }

    @Override
    public void onConnecting(int ready, int clients) {}

    @Override
    public void onInterval(Interval interval) {}

    @Override
    public void onDraining(long missingDeliveries) {}

    /** For a row of the time series. */
    void addTo(Map<Column, Object> row) {
        if (server == null) {
            return;
        }
        var use = ProcessUse.of(server);
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

    /** What does not exist is left out. */
    void addTo(Map<String, Double> figures, int clients) {
        new PhaseFigures(snapshots).addTo(figures, clients);
        LoadFigures.put(figures, Figure.GC_PAUSE_MAX, longestPauseMillis * 1e6);
        if (pauses == null) {
            figures.remove(Figure.GC_PAUSE_TOTAL.key());
        }
    }

    @Override
    public void close() throws IOException {
        if (pauses != null) {
            pauses.close();
        }
    }
}
