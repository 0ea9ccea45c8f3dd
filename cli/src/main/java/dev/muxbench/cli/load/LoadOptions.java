package dev.muxbench.cli.load;

import dev.muxbench.cli.option.ClientCount;
import dev.muxbench.cli.option.ClientTlsOptions;
import dev.muxbench.cli.option.OptionTypes;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.tls.TlsTrust;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A load on whatever server: the options that a scenario file can have, too, as {@code name: value}. Threads: one. */
final class LoadOptions {
    private static final int DEFAULT_SENDERS = 4;

    @Option(names = "--clients", paramLabel = "N", description = "number of connections; every client receives")
    private int clients = 100;

    @Option(
            names = "--senders",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "number of clients that send, or a share such as 5%% (default: 4)")
    private @Nullable ClientCount senders;

    @Mixin
    private ArrivalOptions arrivals = new ArrivalOptions();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "time to measure, such as 10s or 500ms")
    private Duration duration = Duration.ZERO; // given by picocli

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "time before the measured time, in which compilers and buffers warm up")
    private Duration warmup = Duration.ZERO; // given by picocli

    @Mixin
    private SpeechOptions speech = new SpeechOptions();

    @Option(
            names = "--rooms",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "number of rooms over which the clients are spread (default: 1, or one for each process)")
    private @Nullable Integer rooms;

    @Mixin
    private PopulationOptions population = new PopulationOptions();

    @Mixin
    private ObjectiveOptions objectives = new ObjectiveOptions();

    @Mixin
    private GeneratorOptions generator = new GeneratorOptions();

    @Mixin
    private ClientTlsOptions tls = new ClientTlsOptions();

    /** Names of all of them, without hyphens. */
    static Set<String> names() {
        return line(new LoadOptions()).getCommandSpec().options().stream()
                .map(LoadOptions::name)
                .collect(Collectors.toSet());
    }

    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^--", "");
    }

    /**
     * Those of these names and values.
     *
     * @throws ParameterException if the options do not exist, or cannot have the values
     */
    static LoadOptions of(Map<String, String> values) {
        var options = new LoadOptions();
        line(options)
                .parseArgs(values.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        return options;
    }

    private static CommandLine line(LoadOptions options) {
        return OptionTypes.addTo(new CommandLine(options));
    }

    int clients() {
        return clients;
    }

    Duration duration() {
        return duration;
    }

    ArrivalOptions arrivals() {
        return arrivals;
    }

    SpeechOptions speech() {
        return speech;
    }

    ObjectiveOptions objectives() {
        return objectives;
    }

    GeneratorOptions generator() {
        return generator;
    }

    /** As {@link ClientTlsOptions#trust}. */
    @Nullable
    TlsTrust trust(String server) {
        return tls.trust(server, line(this));
    }

    ClientTlsOptions tls() {
        return tls;
    }

    /**
     * @param count      of clients
     * @param leastRooms if it is not said how many there are
     * @param spoken     as {@link #speech} says
     * @throws IllegalArgumentException with the option, without its hyphens, and what is wrong with it
     */
    LoadPlan plan(Targets targets, int count, Arrivals due, int leastRooms, Speech spoken) {
        return new LoadPlan(
                targets,
                count,
                senders == null ? Math.min(DEFAULT_SENDERS, count) : senders.of(count),
                due,
                warmup,
                duration,
                speech.lineBytes(),
                rooms == null ? leastRooms : rooms,
                generator.generator(),
                population.population(count, arrivals.seed()),
                spoken);
    }
}
