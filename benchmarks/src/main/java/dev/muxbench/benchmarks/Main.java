package dev.muxbench.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.ProfilersFailedException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** {@code muxbench jmh}, and the main class of {@code benchmarks.jar}. */
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    private static final String HELP = """
            Usage: muxbench jmh [--quick] [--save] [REGEXP...] [JMH OPTIONS]
            Runs the JMH benchmarks whose names match, or all.

              --quick   one fork, short iterations, few parameters: all of it in minutes
              --save    keep the results with the environment in results/runs/<utc>-jmh
              --help    this text

            JMH's options, among them:
              -l, -lp              list the benchmarks (with their parameters)
              -p NAME=V1,V2        only these values, as in -p backend=nio,netty-epoll
              -f N -wi N -i N      forks, iterations to warm up, iterations to measure
              -w TIME -r TIME      how long these take
              -prof gc             bytes allocated for an operation; -lprof lists the profilers
              -h                   all of them

            Exit code: 0 if every benchmark ran, 1 if one failed, 2 for wrong usage.

            Examples:
              muxbench jmh --quick --save
              muxbench jmh Relay -prof gc
              muxbench jmh BroadcastLatency -p members=100 -p server=forked
            """;

    /** Ends the command with one line for the user. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int exitCode;

        Refusal(int exitCode, String message) {
            super(message);
            this.exitCode = exitCode;
        }
    }

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return execute(args, out, err);
        } catch (Refusal e) {
            err.println("muxbench jmh: " + e.getMessage());
            return e.exitCode;
        } catch (IOException e) {
            err.println("muxbench jmh: " + e.getMessage());
            return FAILURE;
        }
    }

    private static int execute(String[] args, PrintStream out, PrintStream err) throws Refusal, IOException {
        var forJmh = new ArrayList<>(List.of(args));
        boolean quick = forJmh.remove("--quick");
        boolean save = forJmh.remove("--save");
        if (forJmh.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        var line = parse(forJmh);
        if (line.shouldHelp()) {
            line.showHelp();
            return 0;
        }
        if (line.shouldListProfilers()) {
            line.listProfilers();
            return 0;
        }
        if (line.shouldListResultFormats()) {
            line.listResultFormats();
            return 0;
        }
        if (line.shouldList()) {
            new Runner(line).list();
            return 0;
        }
        if (line.shouldListWithParams()) {
            new Runner(line).listWithParams(line);
            return 0;
        }
        return measure(new JmhRun(line, List.of(args), quick, err), save, err);
    }

    private static CommandLineOptions parse(List<String> args) throws Refusal {
        var unknown = args.stream().filter(arg -> arg.startsWith("--")).findFirst();
        if (unknown.isPresent()) {
            throw new Refusal(USAGE, "unknown option " + unknown.get() + " (see muxbench jmh --help)");
        }
        try {
            return new CommandLineOptions(args.toArray(new String[0]));
        } catch (CommandLineOptionException e) {
            throw new Refusal(USAGE, firstLine(e) + " (see muxbench jmh --help, and -h for JMH's own options)");
        }
    }

    private static int measure(JmhRun run, boolean save, PrintStream err) throws Refusal, IOException {
        try {
            var failed = run.run(save);
            failed.forEach(benchmark -> err.println("muxbench jmh: failed: " + benchmark));
            return failed.isEmpty() ? 0 : FAILURE;
        } catch (NoBenchmarksException e) {
            throw new Refusal(USAGE, "no benchmark matches; -l lists them");
        } catch (ProfilersFailedException e) {
            throw new Refusal(FAILURE, "a profiler cannot work here: " + firstLine(e.getCause()));
        } catch (RunnerException e) {
            throw new Refusal(FAILURE, firstLine(e));
        }
    }

    private static String firstLine(@Nullable Throwable e) {
        return String.valueOf(e == null ? null : e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("failed");
    }
}
