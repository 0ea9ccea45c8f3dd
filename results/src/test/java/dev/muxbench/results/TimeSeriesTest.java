package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.TimeSeries.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
    private static TimeSeries parse(String... lines) throws IOException {
        return TimeSeries.parse(new BufferedReader(new StringReader(String.join("\n", lines))));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var line = TimeSeries.line(Map.of(Column.END_S, 1.5, Column.PHASE, "MEASURED", Column.P99_MS, Double.NaN));
        var series = parse(TimeSeries.header(), line);
        assertThat(series.numbers(Column.END_S)).containsExactly(1.5);
        assertThat(series.phases()).containsExactly("MEASURED");
        assertThat(series.numbers(Column.P99_MS)).containsExactly((Double) null);
        assertThat(series.numbers(Column.GC_PAUSE_MS)).containsExactly((Double) null);
    }

    @Test
    void damagedLinesAreCountedAndLeftOut() throws IOException {
        var good = TimeSeries.line(Map.of(Column.END_S, 1.5, Column.PHASE, "MEASURED"));
        var series = parse(TimeSeries.header(), good, "1.0,MEAS", "x,y,z,,,,,,,,", good);
        assertThat(series.rows()).hasSize(2);
        assertThat(series.damagedLines()).isEqualTo(2);
    }
}
