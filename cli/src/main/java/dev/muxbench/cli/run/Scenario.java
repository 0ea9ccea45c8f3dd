package dev.muxbench.cli.run;

import dev.muxbench.load.LoadPlan;
import dev.muxbench.load.LoadPlan.Arrivals;
import dev.muxbench.load.net.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One question to a server.
 *
 * @param name     as in file names and tables
 * @param arrivals of lines
 * @param warmup   before the measurement
 * @param duration of the measurement
 */
record Scenario(String name, Arrivals arrivals, Duration warmup, Duration duration) {
    static final String SATURATE = "saturate";
    static final String STEADY = "steady";

    private static final int SENDERS = 4;
    private static final int LINE_BYTES = 64;
    private static final int SATURATE_WINDOW = 256;
    private static final double STEADY_RATE = 200;

    /** How much the server delivers when there is always more. */
    static Scenario saturate(Duration warmup, Duration duration) {
        return new Scenario(SATURATE, new Arrivals.ClosedWindow(SATURATE_WINDOW), warmup, duration);
    }

    /** How long a delivery takes when there is little to do. */
    static Scenario steady(Duration warmup, Duration duration) {
        return new Scenario(STEADY, new Arrivals.ConstantRate(STEADY_RATE), warmup, duration);
    }

    LoadPlan plan(InetSocketAddress target, int clients) {
        return new LoadPlan(
                target,
                clients,
                Math.min(SENDERS, clients),
                arrivals,
                warmup,
                duration,
                LINE_BYTES,
                1,
                1,
                Transport.best());
    }
}
