package dev.muxbench.experiment;

import dev.muxbench.results.GcPauses;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.TimeSeries.Column;
import java.io.IOException;
import java.util.Map;

/**
 * What a server uses while a trial runs.
 *
 * <p>Threads: the one that runs the trial.
 */
final class ServerWatch implements AutoCloseable {
    private final ProcessHandle server;
    private final GcPauses pauses;

    ServerWatch(ServerProcess server) throws IOException {
        this.server = server.handle();
        this.pauses = new GcPauses(server.log());
    }

    /** For a row of the time series. */
    void addTo(Map<Column, Object> row) {
        row.put(Column.SERVER_CPU_S, ProcessUse.cpu(server).toNanos() / 1e9);
        row.put(Column.SERVER_RSS_BYTES, ProcessUse.residentBytes(server));
        row.put(Column.GC_PAUSE_MS, nextPauses());
    }

    private double nextPauses() {
        try {
            return pauses.next();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Of the server's collector in this trial. */
    double gcTotalMillis() {
        nextPauses();
        return pauses.totalMillis();
    }

    /** Likewise. */
    double gcLongestMillis() {
        return pauses.longestMillis();
    }

    @Override
    public void close() throws IOException {
        pauses.close();
    }
}
