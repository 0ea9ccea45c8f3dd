package dev.muxbench.results;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A quantity that a trial measures. Files have it in the base unit that its key names; people see it in
 * {@link #unit()}.
 *
 * <p>Threads: any.
 */
public enum Figure {
    DELIVERIES_PER_SECOND("deliveriesPerSecond", "deliveries", "M/s", 1e6, true),
    KEPT_RATE("keptLinesPerSecond", "highest rate kept", "lines/s", 1, true),
    CONNECTS_PER_SECOND("connectsPerSecond", "connects", "/s", 1, true),
    SERVER_CPU("serverCpuNanosPerDelivery", "server CPU per delivery", "ns", 1, false),
    SERVER_CORES("serverCores", "server cores busy", "", 1, false),
    GENERATOR_HEADROOM("generatorHeadroomShare", "generator headroom", "%", 0.01, true),
    START_TIME("startNanos", "time to listen", "ms", 1e6, false),
    START_CPU("startCpuNanos", "CPU to listen", "ms", 1e6, false),
    CONNECT_CPU("serverCpuNanosPerConnect", "server CPU per connect", "\u00b5s", 1e3, false),
    SERVER_BYTES_PER_CONNECTION("serverBytesPerConnection", "server memory per connection", "KiB", 1024, false),
    SERVER_RESIDENT("serverResidentBytes", "server memory", "MiB", 1 << 20, false),
    LATENCY_P50("latencyP50Nanos", "latency p50", "ms", 1e6, false),
    LATENCY_P99("latencyP99Nanos", "latency p99", "ms", 1e6, false),
    LATENCY_P999("latencyP999Nanos", "latency p99.9", "ms", 1e6, false),
    LATENCY_MAX("latencyMaxNanos", "latency max", "ms", 1e6, false),
    LAST_RECEIVER_P99("lastReceiverP99Nanos", "last receiver p99", "ms", 1e6, false),
    JOIN_P99("joinP99Nanos", "join p99", "ms", 1e6, false),
    SLOW_READERS_CLOSED("slowReadersClosed", "slow readers closed", "", 1, false),
    GC_PAUSE_MAX("gcPauseMaxNanos", "server GC pause max", "ms", 1e6, false),
    GC_PAUSE_TOTAL("gcPauseTotalNanos", "server GC pauses", "ms", 1e6, false),
    MEASURED_LINES("measuredLines", "lines measured", "", 1, true),
    LINES_PER_SEND("linesPerSend", "lines per send", "", 1, true),
    BYTES_PER_SEND("bytesPerSend", "bytes per send", "", 1, true),
    VOLUNTARY_SWITCHES("voluntarySwitchesPerDelivery", "waits per million deliveries", "", 1e-6, false),
    INVOLUNTARY_SWITCHES("involuntarySwitchesPerDelivery", "preemptions per million deliveries", "", 1e-6, false),
    COMPILE_BEFORE("compileNanosBeforeWarmUp", "compilers before the warm-up", "ms", 1e6, false),
    COMPILE("compileNanos", "compilers", "ms", 1e6, false),
    SAFEPOINT_SHARE("safepointShare", "at safepoints", "%", 0.01, false);

    /** Figures that explain other figures. */
    public static final List<Figure> EXPLAINING = List.of(
            MEASURED_LINES,
            LINES_PER_SEND,
            BYTES_PER_SEND,
            VOLUNTARY_SWITCHES,
            INVOLUNTARY_SWITCHES,
            COMPILE_BEFORE,
            COMPILE,
            SAFEPOINT_SHARE);

    private static final int PERCENT_PLACES = 1;

    private final String key;
    private final String label;
    private final String unit;
    private final double divisor;
    private final boolean higherIsBetter;

    Figure(String key, String label, String unit, double divisor, boolean higherIsBetter) {
        this.key = key;
        this.label = label;
        this.unit = unit;
        this.divisor = divisor;
        this.higherIsBetter = higherIsBetter;
    }

    /** The figure of this key, if there is one. */
    public static Optional<Figure> of(String key) {
        return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
    }

    /** Returns the name in files. */
    public String key() {
        return key;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns the unit for people; empty for a bare number. */
    public String unit() {
        return unit;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** True if the figure is neither good nor bad, but a condition of the measurement or an explanation of other figures. */
    public boolean isCondition() {
        return this == SERVER_CORES || this == GENERATOR_HEADROOM || EXPLAINING.contains(this);
    }

    /** True if the figure is about connecting, so that a load in which clients only connect has it. */
    public boolean isOfConnecting() {
        return this == CONNECTS_PER_SECOND || this == CONNECT_CPU || this == SERVER_BYTES_PER_CONNECTION;
    }

    /** Converts a value from the files' unit to the unit for people. */
    public double shown(double value) {
        return value / divisor;
    }

    /** Returns a value in the unit for people, without the unit's name; a dash if the value is not finite. */
    public String format(double value) {
        return format(value, value);
    }

    /** Formats a value with as many decimal places as another value has, so that an interval's ends match its middle. */
    public String format(double value, double middle) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return unit.equals("%")
                ? Numbers.fixed(shown(value), Math.min(PERCENT_PLACES, Numbers.places(shown(middle))))
                : Numbers.alike(shown(value), shown(middle));
    }

    /** Returns which percentile of the latency this is, 50 to 100; NaN for other figures. */
    double percentile() {
        return switch (this) {
            case LATENCY_P50 -> 50;
            case LATENCY_P99 -> 99;
            case LATENCY_P999 -> 99.9;
            case LATENCY_MAX -> 100;
            default -> Double.NaN;
        };
    }
}
