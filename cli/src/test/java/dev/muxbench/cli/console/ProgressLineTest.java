package dev.muxbench.cli.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Interval.Phase;
import dev.muxbench.load.record.LoadStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter out = new StringWriter();
    private final PrintWriter writer = new PrintWriter(out);

    private ProgressLine onTerminal(boolean styled) {
        return new ProgressLine(
                writer, Optional.of(new Screen(writer, () -> 100, styled)), Sparkline.in(UTF_8), () -> "");
    }

    private ProgressLine piped() {
        return new ProgressLine(writer, Optional.empty(), Sparkline.in(UTF_8), () -> "title: ");
    }

    private static Interval interval(int second, long deliveries) {
        var latency = new Histogram(3);
        latency.recordValueWithCount(2_000_000, deliveries);
        return new Interval(
                second * 1_000_000_000L,
                (second + 1) * 1_000_000_000L,
                Phase.MEASURED,
                200,
                deliveries,
                latency,
                3_400_000);
    }

    @Test
    void aTerminalShowsTheLastSecondAndASparkline() {
        var progress = onTerminal(false);
        progress.onStatus(new LoadStatus(899, 400, 359_600, 359_000, 1, 0));
        progress.onInterval(interval(3, 89_900));
        out.getBuffer().setLength(0);
        progress.onInterval(interval(4, 179_800));
        var lines = List.of(out.toString().split("\n"));
        assertThat(lines.getFirst()).endsWith("measuring    5 s  899 connected  200 lines/s  3.4 ms behind schedule");
        assertThat(lines.get(1)).isEqualTo("179,800 deliveries/s  p50 2.00 ms  p99 2.00 ms  max 2.00 ms");
        assertThat(lines.get(2)).isEqualTo("1 connections lost");
        assertThat(lines.get(3)).isEqualTo("▅█");
    }

    @Test
    void stylesAreLeftOutIfNobodyWantsThem() {
        onTerminal(false).onInterval(interval(3, 1));
        assertThat(out.toString()).doesNotContain("\033[1m");
        onTerminal(true).onInterval(interval(3, 1));
        assertThat(out.toString()).contains("\033[1m");
    }

    @Test
    void aPipeGetsPlainLines() {
        var progress = piped();
        progress.onConnecting(450, 900);
        progress.onWaiting(Duration.ofMillis(29_500));
        progress.onWaiting(Duration.ofMillis(28_500));
        progress.onInterval(interval(3, 179_800));
        progress.onDraining(1000);
        progress.end();
        assertThat(out.toString().lines())
                .containsExactly(
                        "title: connected 450 of 900",
                        "title: all are connected, the first line is due in 30 s",
                        "title: measuring    4 s      179,800 deliveries/s  p50 2.00 ms  p99 2.00 ms  max 2.00 ms",
                        "title: waiting for 1,000 deliveries");
    }

    @Test
    void whatIsSaidStays() {
        var progress = onTerminal(false);
        progress.onInterval(interval(3, 10));
        out.getBuffer().setLength(0);
        progress.say("stopping");
        assertThat(out.toString()).isEqualTo("\r\033[2A\033[Jstopping" + System.lineSeparator());
    }

    @Test
    void aSparklineIsAsWideAsThereIsRoom() {
        var values = List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
        assertThat(Sparkline.in(UTF_8).of(values, 100)).isEqualTo("▁▂▃▄▅▆▇█");
        assertThat(Sparkline.in(UTF_8).of(values, 3)).isEqualTo("▆▇█");
        assertThat(Sparkline.in(US_ASCII).of(values, 100)).isEqualTo("_.-=+*#@");
        assertThat(Sparkline.in(UTF_8).of(List.of(0.0, 0.0), 100)).isEqualTo("▁▁");
        assertThat(Sparkline.in(UTF_8).of(List.of(), 100)).isEmpty();
    }
}
