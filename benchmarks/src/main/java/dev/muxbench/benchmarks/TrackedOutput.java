package dev.muxbench.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Follows JMH's output on its way to the user: which benchmarks began and which have a result. It is needed because JMH
 * goes on after a failure and ends as if nothing had happened.
 *
 * <p>Threads: those of JMH, one at a time.
 */
final class TrackedOutput {
    private final OutputFormat format;
    private final @Nullable Path json;
    private final List<BenchmarkParams> begun = new ArrayList<>();
    private final List<RunResult> finished = new ArrayList<>();

    /** @param json file of the results, written after each benchmark; null for none */
    TrackedOutput(CommandLineOptions line, @Nullable Path json) {
        this.format = OutputFormatFactory.createFormatInstance(
                System.out, line.verbosity().orElse(VerboseMode.NORMAL));
        this.json = json;
    }

    /** Returns the output format for JMH's runner. */
    OutputFormat format() {
        return (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> pass(method, arguments));
    }

    private @Nullable Object pass(Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("startBenchmark")) {
            begun.add((BenchmarkParams) Objects.requireNonNull(arguments[0]));
        } else if (method.getName().equals("endBenchmark") && arguments[0] instanceof BenchmarkResult result) {
            finished.add(new RunResult(result.getParams(), List.of(result)));
            save();
        }
        try {
            return method.invoke(format, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void save() {
        if (json == null) {
            return;
        }
        var half = json.resolveSibling(json.getFileName() + ".part");
        try {
            try (var out = new PrintStream(Files.newOutputStream(half), false, StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(finished);
            }
            Files.move(half, json, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the benchmarks that began and have no result, or a result of fewer forks than requested. */
    List<String> failed(Collection<RunResult> results) {
        var failed = new ArrayList<String>();
        for (var params : begun) {
            boolean whole = results.stream()
                    .filter(result -> result.getParams().equals(params))
                    .anyMatch(result -> result.getBenchmarkResults().size() >= params.getForks());
            if (!whole) {
                failed.add(name(params));
            }
        }
        return failed;
    }

    private static String name(BenchmarkParams params) {
        var name = new StringBuilder(params.getBenchmark());
        for (var key : params.getParamsKeys()) {
            name.append(' ').append(key).append('=').append(params.getParam(key));
        }
        return name.toString();
    }
}
