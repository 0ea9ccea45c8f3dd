package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.TimeSeries.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
    @Test
    void whatIsWrittenIsRead() {
        var line = TimeSeries.line(Map.of(Column.END_S, 1.5, Column.PHASE, "MEASURED", Column.P99_MS, Double.NaN));
        var series = TimeSeries.parse(List.of(TimeSeries.header(), line));
        assertThat(series.numbers(Column.END_S)).containsExactly(1.5);
        assertThat(series.texts(Column.PHASE)).containsExactly("MEASURED");
        assertThat(series.numbers(Column.P99_MS)).containsExactly((Double) null);
        assertThat(series.numbers(Column.GC_PAUSE_MS)).containsExactly((Double) null);
    }

    @Test
    void damagedLinesAreCountedAndLeftOut() {
        var good = TimeSeries.line(Map.of(Column.END_S, 1.5, Column.PHASE, "MEASURED"));
        var series = TimeSeries.parse(List.of(TimeSeries.header(), good, "1.0,MEAS", "x,y,z,,,,,,,,", good));
        assertThat(series.rows()).hasSize(2);
        assertThat(series.damagedLines()).isEqualTo(2);
    }
}
