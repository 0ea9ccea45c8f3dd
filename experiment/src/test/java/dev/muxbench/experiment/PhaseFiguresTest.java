package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.results.Figure;
import dev.muxbench.results.JvmUse;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Sends;
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
        var server = new ProcessUse(cpuMillis * SECOND / 1000, megabytes * 1_000_000, 0L, 0L, cpuMillis, 2 * cpuMillis);
        var sends = new Sends(10 + deliveries / 20, 5000 + 64 * deliveries, 7 + deliveries);
        var jvm = new JvmUse(500 * cpuMillis, cpuMillis, 1_000_000 * cpuMillis);
        return new Snapshot(PhaseFigures.name(boundary), seconds, deliveries, server, server, cpuMillis, sends, jvm);
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
                .containsEntry(Figure.SERVER_RESIDENT.key(), 150e6)
                .containsEntry(Figure.LINES_PER_SEND.key(), 20.0)
                .containsEntry(Figure.BYTES_PER_SEND.key(), 20.0 * 64)
                .containsEntry(Figure.VOLUNTARY_SWITCHES.key(), 2000 / 50_000.0)
                .containsEntry(Figure.INVOLUNTARY_SWITCHES.key(), 4000 / 50_000.0)
                .containsEntry(Figure.COMPILE_BEFORE.key(), 500.0 * 1000)
                .containsEntry(Figure.COMPILE.key(), 500.0 * 2000)
                .containsEntry(Figure.SAFEPOINT_SHARE.key(), 1.0);
    }

    /** Not 0: an older build does not count its sends, not every server is a JVM, and not every system counts switches. */
    @Test
    void whatAServerDoesNotSayIsLeftOut() {
        var silent = WHOLE.stream().map(PhaseFiguresTest::withoutCounts).toList();
        assertThat(figures(silent))
                .containsKey(Figure.SERVER_CPU.key())
                .doesNotContainKeys(
                        Figure.LINES_PER_SEND.key(),
                        Figure.BYTES_PER_SEND.key(),
                        Figure.VOLUNTARY_SWITCHES.key(),
                        Figure.COMPILE.key(),
                        Figure.COMPILE_BEFORE.key());
    }

    private static Snapshot withoutCounts(Snapshot all) {
        var server = new ProcessUse(all.server().cpuNanos(), null, null, null, null, null);
        return new Snapshot(all.phase(), all.seconds(), all.deliveries(), server, server, 0, null, null);
    }

    @Test
    void aPhaseWithoutAnEndHasNoFigures() {
        assertThat(figures(WHOLE.subList(0, 3)))
                .containsOnlyKeys(Figure.CONNECT_CPU.key(), Figure.COMPILE_BEFORE.key());
        assertThat(figures(List.of())).isEmpty();
    }

    @Test
    void nothingIsDividedByNothing() {
        var idle = List.of(WHOLE.get(2), at(Boundary.DRAINING, 4.5, 1000, 2000, 120));
        assertThat(figures(idle)).doesNotContainKey(Figure.SERVER_CPU.key());
    }
}
