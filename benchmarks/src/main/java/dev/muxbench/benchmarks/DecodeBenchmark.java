package dev.muxbench.benchmarks;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.DeliveryDecoder;
import dev.muxbench.load.verify.Receiver;
import dev.muxbench.load.verify.RoomTape;
import dev.muxbench.load.verify.Verifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the load generator's work for each delivery: find the line, verify it, record its latency. */
@State(Scope.Thread)
public class DecodeBenchmark extends MicroBenchmark {
    private static final int LINES = 256;
    private static final int SENDERS = 4;
    private static final int RECEIVER = SENDERS;

    /** Bytes of a line's text. */
    @Param({"64", "1024"})
    public int lineBytes;

    private byte[] lines;
    private int end;
    private RunState state;
    private Receiver first;
    private Receiver another;
    private DeliveryDecoder decoder;
    private long nowNanos;

    private Map<Integer, Integer> naiveNext;
    private Histogram naiveLatency;

    /** Name of the protocol of the lines. */
    @Param("chat")
    public String protocol;

    @Setup(Level.Trial)
    public void encode() {
        nowNanos = System.nanoTime();
        state = newState();
        lines = new byte[LINES * (lineBytes + 64)];
        end = 0;
        var dialect = state.plan.speech().protocol().open(state);
        for (int i = 0; i < LINES; i++) {
            int sender = i % SENDERS;
            long due = nowNanos - 1000L * (1 + i * 7 % 251);
            var head = dialect.head(0, sender, lineBytes);
            System.arraycopy(head, 0, lines, end, head.length);
            int text = end + head.length;
            end = dialect.putEnd(lines, state.ledger.codec.encode(lines, text, due, sender, i / SENDERS));
        }
    }

    private RunState newState() {
        var plan = new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                SENDERS + 1,
                SENDERS,
                new Arrivals.ClosedWindow(LINES),
                Duration.ZERO,
                Duration.ofHours(1),
                lineBytes,
                1,
                1,
                Transport.JDK,
                Population.STEADY,
                new Speech(Protocols.named(protocol).orElseThrow(), new Texts.Even()));
        return new RunState(plan, Duration.ofSeconds(1));
    }

    @Setup(Level.Iteration)
    public void begin() {
        state = newState();
        state.startNanos = nowNanos - Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < LINES; i++) {
            state.ledger.completions.begin(i % SENDERS, i / SENDERS, Integer.MAX_VALUE); // never the last one
        }
        first = new Receiver(RECEIVER, 0, SENDERS, false);
        another = new Receiver(RECEIVER, 0, SENDERS, false);
        another.tape = new RoomTape(state.ledger.census, RECEIVER, 1024);
        decoder = new DeliveryDecoder(
                state.ledger,
                state.plan.speech().protocol().open(state),
                new Verifier(state.ledger.total),
                new Recording(state.startNanos, state.measureFrom(), state.measureTo()));
        naiveNext = new HashMap<>();
        naiveLatency = Recording.newHistogram();
    }

    /** Decodes lines that another client of the room has received before, by comparing bytes. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int muxbench() {
        another.tapePosition = 0;
        return decode(another);
    }

    /** Decodes lines that no client has received before, with their checksums. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int muxbenchFirst() {
        return decode(first);
    }

    private int decode(Receiver client) {
        for (int sender = 0; sender < SENDERS; sender++) {
            client.setNextNumber(sender, 0);
        }
        int rest = decoder.decode(client, lines, 0, end, nowNanos);
        require(rest == end && client.nextNumber(0) == LINES / SENDERS, "lines are lost");
        return rest;
    }

    /** Decodes by way of strings, with the JDK's checksum. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long naive() {
        naiveNext.clear();
        long sums = 0;
        int at = 0;
        for (int i = 0; i < end; i++) {
            if (lines[i] == '\n') {
                var words = new String(lines, at, i - at, StandardCharsets.US_ASCII).split(" ");
                int sender = Integer.parseInt(words[2], 16);
                int number = Integer.parseInt(words[3], 16);
                require(naiveNext.merge(sender, 1, Integer::sum) == number + 1, "lines are lost");
                naiveLatency.recordValue(nowNanos - Long.parseLong(words[1].substring(1), 16));
                var checksum = new CRC32();
                checksum.update(lines, at, i - at);
                sums += checksum.getValue();
                at = i + 1;
            }
        }
        return sums;
    }
}
