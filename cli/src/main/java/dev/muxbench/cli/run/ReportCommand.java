package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.FileErrors;
import dev.muxbench.cli.console.Version;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muxbench report}. */
@Command(
        name = "report",
        description = "Write one HTML file that shows runs; it needs no network.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0 written, 4 written, but some files of a run are damaged (the report says which),",
            "  1 a run cannot be read or the file not be written, 2 wrong usage",
            "",
            "Examples",
            "  muxbench report results/runs/20261126-101500-run --open",
            "  muxbench report results/runs/* --out all.html"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final int DAMAGED = 4;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "folders of runs")
    private List<Path> folders = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the file to write, also over an older one (default: report.html in the first run's folder)")
    private @Nullable Path out;

    @Option(names = "--open", description = "show it in the browser")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var to = spec.commandLine().getOut();
        var file = out == null ? folders.getFirst().resolve("report.html") : out;
        var runs = new ArrayList<RunFiles>();
        try {
            for (var folder : folders) {
                runs.add(RunFiles.open(folder));
            }
            ReportPage.write(runs, Version.text(), Instant.now(), file);
        } catch (IOException e) {
            throw new CommandFailure(FileErrors.reason(e));
        }
        var damage = runs.stream()
                .flatMap(run -> run.damage().stream().map(text -> run.name() + ": " + text))
                .toList();
        var err = spec.commandLine().getErr();
        damage.forEach(err::println);
        err.flush();
        to.println(file);
        to.flush();
        if (open) {
            show(file);
        }
        return damage.isEmpty() ? 0 : DAMAGED;
    }

    private static void show(Path file) {
        var opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, file.toAbsolutePath().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new CommandFailure("the report is written, but there is no " + opener + " here to show it: open "
                    + file + " in a browser");
        }
    }
}
