package dev.muxbench.cli.console;

import dev.muxbench.cli.console.Screen.Line;
import dev.muxbench.cli.console.Screen.Style;
import dev.muxbench.experiment.Progress;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadStatus;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows how a run goes on: some lines that are written over on a terminal, plain lines elsewhere.
 *
 * <p>Threads: any.
 */
public final class ProgressLine implements Progress {
    private static final int TOLD_STEPS = 10;
    private static final int MOST_SECONDS = 500; // as wide as terminals are

    private final PrintWriter out;
    private final Optional<Screen> screen;
    private final Sparkline sparkline;
    private final Supplier<String> title;
    private final List<Double> rates = new ArrayList<>(); // deliveries/s of the last seconds
    private LoadStatus status = LoadStatus.NONE;
    private int told;
    private long secondsLeft = Long.MAX_VALUE; // until the start, as last told

    /** Creates a progress line without a title. */
    public ProgressLine(PrintWriter out) {
        this(out, Screen.find(out, System.getenv()), Sparkline.in(System.err.charset()), () -> "");
    }

    ProgressLine(PrintWriter out, Optional<Screen> screen, Sparkline sparkline, Supplier<String> title) {
        this.out = out;
        this.screen = screen;
        this.sparkline = sparkline;
        this.title = title;
    }

    /** One that shows nothing. */
    public static ProgressLine quiet() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return new ProgressLine(nowhere, Optional.empty(), Sparkline.in(System.err.charset()), () -> "");
    }

    @Override
    public ProgressLine titled(Supplier<String> title) {
        return new ProgressLine(out, screen, sparkline, title);
    }

    @Override
    public synchronized void onConnecting(int ready, int clients) {
        int step = ready * TOLD_STEPS / clients;
        if (screen.isPresent() || step > told) {
            told = step;
            update("connected " + ready + " of " + clients);
        }
    }

    @Override
    public synchronized void onWaiting(Duration left) {
        long seconds = left.toSeconds() + 1;
        if (screen.isPresent() ? seconds < secondsLeft : secondsLeft == Long.MAX_VALUE) {
            secondsLeft = seconds;
            update("all are connected, the first line is due in " + seconds + " s");
        }
    }

    @Override
    public synchronized void onStatus(LoadStatus news) {
        status = news;
    }

    @Override
    public synchronized void onInterval(Interval interval) {
        rates.add(interval.deliveriesPerSecond());
        if (rates.size() > MOST_SECONDS) {
            rates.removeFirst();
        }
        var phase = String.format(Locale.ROOT, "%s %4.0f s", interval.phase().label(), interval.endNanos() / 1e9);
        var deliveries = String.format(Locale.ROOT, "  %,11.0f deliveries/s", interval.deliveriesPerSecond())
                + percentiles(interval);
        screen.ifPresentOrElse(
                place -> place.show(block(place, phase, deliveries, interval)), () -> print(phase + deliveries));
    }

    private static String percentiles(Interval interval) {
        var latency = interval.latencyNanos();
        return latency.getTotalCount() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  p50 %.2f ms  p99 %.2f ms  max %.2f ms",
                        latency.getValueAtPercentile(50) / 1e6,
                        latency.getValueAtPercentile(99) / 1e6,
                        latency.getMaxValue() / 1e6);
    }

    private List<Line> block(Screen place, String phase, String deliveries, Interval interval) {
        var lines = new ArrayList<Line>();
        var offered = String.format(
                Locale.ROOT,
                "  %,d connected  %,.0f lines/s  %.1f ms behind schedule",
                status.connected(),
                interval.sent() * 1e9 / (interval.endNanos() - interval.startNanos()),
                interval.lateNanos() / 1e6);
        lines.add(new Line(Style.PLAIN, title.get() + phase + offered));
        lines.add(new Line(Style.BOLD, deliveries.strip()));
        if (status.connectionsLost() > 0) {
            lines.add(new Line(
                    Style.WARNING, String.format(Locale.ROOT, "%,d connections lost", status.connectionsLost())));
        }
        lines.add(new Line(Style.PLAIN, sparkline.of(rates, place.width())));
        return lines;
    }

    @Override
    public synchronized void onDraining(long missingDeliveries) {
        update(String.format(Locale.ROOT, "waiting for %,d deliveries", missingDeliveries));
    }

    private void update(String line) {
        screen.ifPresentOrElse(
                place -> place.show(List.of(new Line(Style.PLAIN, title.get() + line))), () -> print(line));
    }

    private void print(String line) {
        out.println(title.get() + line);
        out.flush();
    }

    @Override
    public synchronized void say(String line) {
        end();
        print(line);
    }

    @Override
    public synchronized void end() {
        screen.ifPresent(Screen::clear);
    }
}
