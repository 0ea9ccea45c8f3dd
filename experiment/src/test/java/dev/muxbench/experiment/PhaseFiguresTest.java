package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseFiguresTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<Snapshot> WHOLE = List.of(
            at(Boundary.CONNECTING, 0, 0, 900, 100),
            at(Boundary.WARMING_UP, 0.5, 0, 1000, 110),
            at(Boundary.MEASURING, 2.5, 1000, 2000, 120),
            at(Boundary.DRAINING, 4.5, 51_000, 4000, 150),
            at(Boundary.DONE, 5, 51_500, 4400, 150));

    private static Snapshot at(Boundary boundary, double seconds, long deliveries, long cpuMillis, long megabytes) {
        var server = new ProcessUse(cpuMillis * SECOND / 1000, megabytes * 1_000_000, 0L, 0L, 0L, 0L);
        return new Snapshot(PhaseFigures.name(boundary), seconds, deliveries, server, server, cpuMillis);
    }

    private static Map<String, Double> figures(List<Snapshot> snapshots) {
        var figures = new HashMap<String, Double>();
        new PhaseFigures(snapshots).addTo(figures, 10);
        return figures;
    }

    /** A second of CPU before the measured time is in no figure of it. */
    @Test
    void eachFigureIsOfItsOwnPhase() {
        assertThat(figures(WHOLE))
                .containsEntry(Figure.SERVER_CPU.key(), 2.0 * SECOND / 50_000)
                .containsEntry(Figure.SERVER_CORES.key(), 1.0)
                .containsEntry(Figure.CONNECT_CPU.key(), SECOND / 100.0)
                .containsEntry(Figure.GC_PAUSE_TOTAL.key(), 2000.0)
                .containsEntry(Figure.SERVER_RESIDENT.key(), 150e6);
    }

    @Test
    void aPhaseWithoutAnEndHasNoFigures() {
        assertThat(figures(WHOLE.subList(0, 3))).containsOnlyKeys(Figure.CONNECT_CPU.key());
        assertThat(figures(List.of())).isEmpty();
    }

    @Test
    void nothingIsDividedByNothing() {
        var idle = List.of(WHOLE.get(2), at(Boundary.DRAINING, 4.5, 1000, 2000, 120));
        assertThat(figures(idle)).doesNotContainKey(Figure.SERVER_CPU.key());
    }
}
