package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.option.CpuList;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Generator;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for what {@code muxbench load} uses of its own machine. */
final class GeneratorOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = ThreadCounts.class,
            showDefaultValue = Visibility.NEVER,
            description = "threads of the generator (default: 1); auto adds one and connects the clients anew while "
                    + "the threads have no time left in the warm-up and a core is idle")
    private ThreadCount threads = new ThreadCount(1);

    @Option(
            names = "--cpus",
            paramLabel = "LIST",
            converter = CpuList.class,
            showDefaultValue = Visibility.NEVER,
            description = "CPUs to which the threads are pinned, one after the other, such as 2,3 or 4-7 (Linux)")
    private List<Integer> cpus = List.of();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            showDefaultValue = Visibility.NEVER,
            description = "sockets of the generator: epoll (default on Linux) or jdk (everywhere)")
    private Transport transport = Transport.best();

    @Option(
            names = "--most-late",
            paramLabel = "TIME",
            description =
                    "the p99 of the generator's own delay above which the figures are INVALID (default: half of the"
                            + " latency's p99, from 1 to 50 ms; with --in-flight 50 ms)")
    private @Nullable Duration mostLate;

    /** A number of threads, or {@link Generator#AUTO}. */
    private record ThreadCount(int number) {}

    private static final class ThreadCounts implements ITypeConverter<ThreadCount> {
        @Override
        public ThreadCount convert(String text) {
            if (text.equals("auto")) {
                return new ThreadCount(Generator.AUTO);
            }
            if (!text.matches("[1-9]\\d{0,4}")) {
                throw new TypeConversionException("'" + text + "' is neither auto nor a number from 1 on");
            }
            return new ThreadCount(Integer.parseInt(text));
        }
    }

    void requireTransport() {
        if (!transport.isAvailable()) {
            throw new CommandFailure(
                    "--transport " + transport + " does not work here; leave it out, or say --transport jdk");
        }
    }

    Generator generator() {
        return new Generator(threads.number, cpus, transport, mostLate);
    }
}
