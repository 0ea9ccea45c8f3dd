package dev.muxbench.cli.console;

import java.nio.charset.Charset;
import java.util.List;

/**
 * A row of numbers as a row of bars, the highest for the largest of them.
 *
 * <p>Threads: any.
 *
 * @param bars from the lowest, for 0, to the highest
 */
record Sparkline(String bars) {
    private static final Sparkline BLOCKS = new Sparkline("▁▂▃▄▅▆▇█");
    private static final Sparkline ASCII = new Sparkline("_.-=+*#@");

    /** Returns the best sparkline that a terminal's character set allows. */
    static Sparkline in(Charset charset) {
        return charset.newEncoder().canEncode(BLOCKS.bars) ? BLOCKS : ASCII;
    }

    /** The last values, as many as there is room for. */
    String of(List<Double> values, int width) {
        double largest = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        var line = new StringBuilder();
        for (double value : values.subList(Math.max(0, values.size() - width), values.size())) {
            long level = largest > 0 ? Math.round(value / largest * (bars.length() - 1)) : 0;
            line.append(bars.charAt((int) level));
        }
        return line.toString();
    }
}
