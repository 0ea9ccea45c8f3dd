package dev.muxbench.benchmarks;

import dev.muxbench.core.protocol.LineFramer;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the splitting of received bytes into lines. */
@State(Scope.Thread)
public class FramingBenchmark extends MicroBenchmark {
    private static final int LINES = 1024;
    private static final int TCP_SEGMENT = 1448; // payload at an MTU of 1,500 with timestamps
    private static final int LONGEST = 1024;

    /** Bytes of a line, without LF. */
    @Param({"16", "64", "256", "1024"})
    public int lineBytes;

    @Param({"ascii", "utf8"})
    public String text;

    /** {@code whole}: one read of all lines; {@code split}: reads of one TCP segment each, so that lines are cut. */
    @Param({"whole", "split"})
    public String reads;

    private ByteBuffer in;
    private int readBytes;
    private LineFramer framer;
    private NaiveFramer naiveFramer;

    @Setup
    public void prepare() {
        var stream = Texts.stream(Texts.lines(text, lineBytes, LINES));
        in = ByteBuffer.allocateDirect(stream.length).put(stream);
        readBytes = reads.equals("whole") ? stream.length : TCP_SEGMENT;
        framer = new LineFramer(LONGEST);
        naiveFramer = new NaiveFramer();
    }

    private ByteBuffer read(int from) {
        return in.limit(Math.min(in.capacity(), from + readBytes)).position(from);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long muxbench() {
        long bytes = 0;
        for (int at = 0; at < in.capacity(); at += readBytes) {
            var part = read(at);
            while (framer.next(part) == LineFramer.Event.LINE) {
                bytes += framer.length();
            }
        }
        require(bytes == (long) LINES * lineBytes, "lines are lost");
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void naive(Blackhole sink) {
        Consumer<byte[]> consume = sink::consume;
        for (int at = 0; at < in.capacity(); at += readBytes) {
            naiveFramer.onBytes(read(at), consume);
        }
    }
}
