package dev.muxbench.benchmarks;

import dev.muxbench.core.protocol.Sanitizer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the conversion of received bytes to text that may be shown on a terminal. */
@State(Scope.Thread)
public class SanitizeBenchmark extends MicroBenchmark {
    /** Bytes of a line, without LF. */
    @Param({"64", "1024"})
    public int lineBytes;

    @Param({"ascii", "utf8", "broken"})
    public String text;

    private byte[][] lines;
    private byte[] clean;

    @Setup
    public void prepare() {
        lines = Texts.lines(text, lineBytes, BATCH);
        clean = new byte[Sanitizer.GROWTH * lineBytes];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void muxbench(Blackhole sink) {
        for (var line : lines) {
            sink.consume(Sanitizer.sanitize(line, 0, line.length, clean, 0));
            sink.consume(clean);
        }
    }

    /** Converts by way of a string. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void naive(Blackhole sink) {
        for (var line : lines) {
            var shown = new StringBuilder();
            for (char c : new String(line, StandardCharsets.UTF_8).toCharArray()) {
                shown.append(c != '\t' && Character.isISOControl(c) ? '?' : c);
            }
            sink.consume(shown.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
