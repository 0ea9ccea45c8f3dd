package dev.muxbench.benchmarks;

import dev.muxbench.benchmarks.Main.Refusal;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Optional;

/**
 * One run of JMH, with the backends that work here. It reports failed benchmarks, which JMH itself ignores.
 *
 * <p>Threads: one.
 */
final class JmhRun {
    private static final String BACKEND = "backend";

    /** Parameters of {@code --quick}, unless the command line sets them. */
    private static final Map<String, String[]> QUICK_PARAMETERS = Map.of(
            "lineBytes", new String[] {"64"},
            "ownPercent", new String[] {"0", "10"},
            "members", new String[] {"100"});

    private final CommandLineOptions line;
    private final List<String> arguments;
    private final boolean quick;
    private final PrintStream err;

    /** @param arguments the command line, for the manifest */
    JmhRun(CommandLineOptions line, List<String> arguments, boolean quick, PrintStream err) {
        this.line = line;
        this.arguments = arguments;
        this.quick = quick;
        this.err = err;
    }

    /**
     * Runs the benchmarks.
     *
     * @return the benchmarks that failed
     */
    List<String> run(boolean save) throws RunnerException, Refusal, IOException {
        var options = options();
        if (!save) {
            var output = new TrackedOutput(line, null);
            return output.failed(runner(options, output).run());
        }
        var folder = RunFolder.fresh("jmh", Instant.now());
        folder.writeManifest(manifest());
        folder.writeEnvironment(Environment.capture());
        var output = new TrackedOutput(line, folder.file("jmh.json"));
        var failed = output.failed(runner(options, output).run());
        folder.writeVerdict(failed.isEmpty() ? "VALID" : "FAILED", failed);
        err.println("results: " + folder.path());
        return failed;
    }

    private static Runner runner(Options options, TrackedOutput output) {
        return new Runner(options, output.format());
    }

    private Map<String, Object> manifest() {
        var map = new LinkedHashMap<String, Object>();
        map.put("schema", RunFolder.SCHEMA_VERSION);
        map.put("started", Instant.now().toString());
        map.put("command", "jmh " + String.join(" ", arguments));
        map.put("commit", Environment.gitCommit(Path.of(System.getProperty("muxbench.home", "."))));
        return map;
    }

    private Options options() throws Refusal {
        var builder = new OptionsBuilder().parent(line);
        builder.param(BACKEND, backends().toArray(new String[0]));
        if (quick) {
            quicken(builder);
        }
        return builder.build();
    }

    private void quicken(org.openjdk.jmh.runner.options.ChainedOptionsBuilder builder) {
        var shortly = TimeValue.milliseconds(500);
        builder.forks(line.getForkCount().orElse(1))
                .warmupIterations(line.getWarmupIterations().orElse(3))
                .warmupTime(line.getWarmupTime().orElse(shortly))
                .measurementIterations(line.getMeasurementIterations().orElse(5))
                .measurementTime(line.getMeasurementTime().orElse(shortly));
        QUICK_PARAMETERS.forEach((name, values) -> {
            if (!line.getParameter(name).hasValue()) {
                builder.param(name, values);
            }
        });
    }

    /** Returns the requested backends, all of which must work here; or else all that work here, after naming the others and why. */
    private List<String> backends() throws Refusal {
        Optional<Collection<String>> asked = line.getParameter(BACKEND);
        var names = new ArrayList<String>();
        for (var provider : Backends.all()) {
            var reason = unavailable(provider);
            if (asked.hasValue() && !asked.get().contains(provider.name())) {
                continue;
            }
            if (reason == null) {
                names.add(provider.name());
            } else if (asked.hasValue()) {
                throw new Refusal(1, "backend " + provider.name() + " cannot work here: " + reason);
            } else {
                err.println("left out: " + provider.name() + " cannot work here: " + reason);
            }
        }
        if (asked.hasValue()) {
            for (var name : asked.get()) {
                if (!names.contains(name)) {
                    throw new Refusal(2, "no backend is called " + name);
                }
            }
        }
        return names;
    }

    private static @Nullable String unavailable(BackendProvider provider) {
        return provider.availability() instanceof Availability.Unavailable(var reason) ? reason : null;
    }
}
