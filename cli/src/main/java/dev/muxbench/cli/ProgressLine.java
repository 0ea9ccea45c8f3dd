package dev.muxbench.cli;

import dev.muxbench.load.Interval;
import dev.muxbench.load.LoadListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Shows how a run goes on: one line that is written over on a terminal, plain lines elsewhere.
 *
 * <p>Threads: any.
 */
public final class ProgressLine implements LoadListener {
    private static final int TOLD_STEPS = 10;

    private final PrintWriter out;
    private final Supplier<String> title;
    private final boolean terminal = isTerminal();
    private boolean open; // the cursor is on a line that may be written over
    private int told;

    /** Without a title. */
    public ProgressLine(PrintWriter out) {
        this(out, () -> "");
    }

    /** @param title stands before every line, as it is then */
    public ProgressLine(PrintWriter out, Supplier<String> title) {
        this.out = out;
        this.title = title;
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void onConnecting(int ready, int clients) {
        int step = ready * TOLD_STEPS / clients;
        if (terminal || step > told) {
            told = step;
            update("connected " + ready + " of " + clients);
        }
    }

    @Override
    public synchronized void onInterval(Interval interval) {
        var latency = interval.latencyNanos();
        var line = String.format(
                Locale.ROOT,
                "%s %4.0f s  %,11.0f deliveries/s",
                interval.phase().label(),
                interval.endNanos() / 1e9,
                interval.deliveriesPerSecond());
        if (latency.getTotalCount() > 0) {
            line += String.format(
                    Locale.ROOT,
                    "  p50 %.2f ms  p99 %.2f ms  max %.2f ms",
                    latency.getValueAtPercentile(50) / 1e6,
                    latency.getValueAtPercentile(99) / 1e6,
                    latency.getMaxValue() / 1e6);
        }
        update(line);
    }

    @Override
    public synchronized void onDraining(long missingDeliveries) {
        update(String.format(Locale.ROOT, "waiting for %,d deliveries", missingDeliveries));
    }

    private void update(String line) {
        if (terminal) {
            out.print("\r\033[K" + title.get() + line);
            open = true;
        } else {
            out.println(title.get() + line);
        }
        out.flush();
    }

    /** A line that stays. */
    public synchronized void say(String line) {
        end();
        out.println(title.get() + line);
        out.flush();
    }

    /** Makes room for other output. */
    public synchronized void end() {
        if (open) {
            out.print("\r\033[K");
            out.flush();
            open = false;
        }
    }
}
