package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.Table;
import dev.muxbench.cli.option.Percentage;
import dev.muxbench.results.Numbers;
import dev.muxbench.results.compare.Comparison;
import dev.muxbench.results.compare.Run;
import dev.muxbench.results.compare.RunReader;
import dev.muxbench.results.compare.Series;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muxbench compare}. */
@Command(
        name = "compare",
        description = "Say which differences between two runs are shown by their trials.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0 compared, 2 wrong usage,",
            "  1 a run cannot be read, or the two have no figure in common,",
            "  3 something is worse by more than --fail-above, and that is shown,",
            "  4 with --fail-above: that could not be shown, because a run is not VALID or",
            "    there are too few trials",
            "",
            "Examples",
            "  muxbench compare results/runs/20261126-101500-run results/runs/20261126-111500-run",
            "  muxbench compare results/runs/20261126-101500-run@nio results/runs/20261126-101500-run@netty-epoll",
            "  muxbench compare before.json after.json --fail-above 5%% --markdown   (JMH's JSON)"
        })
public final class CompareCommand implements Callable<Integer> {
    private static final int REGRESSION = 3;
    private static final int UNDECIDED = 4;

    @Parameters(
            index = "0",
            paramLabel = "BASE",
            description = "folder of a run, FOLDER@BACKEND of one of its backends, or a file with JMH's JSON")
    private String base = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "what is compared with it, named in the same ways")
    private String fresh = "";

    @Option(
            names = "--fail-above",
            paramLabel = "PERCENT",
            description = "exit with 3 if a figure is shown to be worse by more than this, with 4 if that could not "
                    + "have been shown")
    private @Nullable Percentage failAbove;

    @Option(names = "--markdown", description = "print a table in Markdown, for a pull request")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var baseRun = read(base);
        var newRun = read(fresh);
        var comparison = Comparison.of(baseRun, newRun);
        var out = spec.commandLine().getOut();
        caveats(out, baseRun, newRun, comparison);
        if (comparison.rows().isEmpty()) {
            comparison.leftOut().forEach(out::println);
            out.flush();
            throw new CommandFailure("the two have no figure in common; trials that FAILED have none");
        }
        table(out, comparison.rows());
        comparison.leftOut().forEach(out::println);
        out.println();
        out.println("Ratios by Hodges and Lehmann with 95 % intervals, "
                + (comparison.isPaired() ? "epochs of the same run paired" : "epochs unpaired")
                + "; better and worse hold together after Holm's correction for "
                + comparison.rows().size() + " comparisons.");
        int exitCode = failAbove == null ? ExitCode.OK : judge(out, failAbove, comparison, List.of(baseRun, newRun));
        out.flush();
        return exitCode;
    }

    private static int judge(PrintWriter out, Percentage limit, Comparison comparison, List<Run> runs) {
        var regressions = comparison.regressions(limit.share());
        if (!regressions.isEmpty()) {
            regressions.forEach(row -> out.println("regression: "
                    + row.baseSeries().name() + ", worse by " + Numbers.fixed(100 * row.loss(), 1) + " %"));
            return REGRESSION;
        }
        var doubtful = runs.stream()
                .filter(run -> !run.isSound())
                .map(Run::source)
                .distinct()
                .toList();
        if (!doubtful.isEmpty()) {
            out.println("undecided: figures that are not VALID cannot rule out a regression: "
                    + String.join(", ", doubtful));
            return UNDECIDED;
        }
        if (!comparison.canShow()) {
            out.println("undecided: so few trials cannot show a regression, " + comparison.trialsNeeded()
                    + (comparison.isPaired() ? " epochs can" : " epochs (of JMH: forks) in each run can"));
            return UNDECIDED;
        }
        return ExitCode.OK;
    }

    private static Run read(String name) {
        try {
            return RunReader.read(name);
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private static void caveats(PrintWriter out, Run baseRun, Run newRun, Comparison comparison) {
        if (!comparison.environmentDifferences().isEmpty()) {
            out.println("NOT THE SAME MACHINE OR SETTINGS: a difference may come from them.");
            comparison.environmentDifferences().forEach(difference -> out.println("  " + difference));
        }
        for (var run : List.of(baseRun, newRun)) {
            if (!run.isSound()) {
                out.println(run.source() + " is " + run.verdict() + ": see its verdict.json");
            }
        }
    }

    // ---- The table.

    private void table(PrintWriter out, List<Comparison.Row> rows) {
        var table = new Table("lrrrrl");
        table.add("figure", "base", "new", "new / base", "95 % interval", "");
        rows.forEach(row -> table.add(
                row.baseSeries().name(),
                figure(row.base(), row.baseSeries()),
                figure(row.fresh(), row.baseSeries()),
                ratio(row.ratio(), row),
                interval(row),
                finding(row)));
        if (markdown) {
            out.println();
            table.printMarkdown(out);
        } else {
            table.print(out, "");
        }
    }

    private static String figure(double value, Series series) {
        return Numbers.significant(value) + " " + series.unit();
    }

    private static String ratio(double value, Comparison.Row row) {
        return Numbers.ratio(value, row.ratio());
    }

    private static String interval(Comparison.Row row) {
        return Double.isInfinite(row.low()) ? "n/a" : "[" + ratio(row.low(), row) + ", " + ratio(row.high(), row) + "]";
    }

    private static String finding(Comparison.Row row) {
        return switch (row.finding()) {
            case BETTER -> "better";
            case WORSE -> "WORSE";
            case NO_DIFFERENCE_SHOWN -> "no difference shown";
            case TOO_FEW_TRIALS ->
                "too few trials (" + row.baseSeries().values().size() + " and "
                        + row.newSeries().values().size() + ")";
        };
    }
}
