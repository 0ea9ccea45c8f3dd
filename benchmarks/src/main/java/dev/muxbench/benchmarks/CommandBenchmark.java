package dev.muxbench.benchmarks;

import dev.muxbench.core.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the parsing of commands. */
@State(Scope.Thread)
public class CommandBenchmark extends MicroBenchmark {
    private static final int COMMANDS = 8;

    private final byte[][] lines = Stream.of(
                    "/nick alice",
                    "/join a-room",
                    "/rooms",
                    "/who",
                    "/msg bob see you at eight, then",
                    "/help",
                    "/nope",
                    "/quit")
            .map(Texts::bytes)
            .toArray(byte[][]::new);

    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public void muxbench(Blackhole sink) {
        for (var line : lines) {
            sink.consume(Command.parse(line));
        }
    }

    /** Parses with {@link String#split}. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public void naive(Blackhole sink) {
        for (var line : lines) {
            var words = new String(line, StandardCharsets.UTF_8).split("\\s+", 3);
            sink.consume(words);
            sink.consume(
                    switch (words[0]) {
                        case "/nick", "/join" -> words.length == 2;
                        case "/msg" -> words.length == 3;
                        case "/rooms", "/who", "/help", "/quit" -> words.length == 1;
                        default -> false;
                    });
        }
    }
}
