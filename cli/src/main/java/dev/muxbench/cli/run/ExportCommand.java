package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.FileErrors;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.export.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muxbench export}. */
@Command(
        name = "export",
        description =
                "Write a run's figures for other tools: percentiles (.hgrm), histogram logs (.hlog), CSV, JMH's JSON.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0 written, 4 written, but some files of the run are damaged (named on stderr),",
            "  1 the run cannot be read or the files not be written, 2 wrong usage",
            "",
            "Examples",
            "  muxbench export results/runs/20261126-101500-run",
            "  muxbench export results/runs/20261126-101500-run --out /tmp/figures"
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int DAMAGED = 4;

    @Parameters(paramLabel = "RUN", description = "folder of a run")
    private Path folder = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "a folder (default: export in the run's folder)")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var to = out == null ? folder.resolve("export") : out;
        try {
            var run = RunFiles.open(folder);
            var written = Export.write(run, to);
            var err = spec.commandLine().getErr();
            run.damage().forEach(err::println);
            err.flush();
            written.forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return run.damage().isEmpty() ? 0 : DAMAGED;
        } catch (IOException e) {
            throw new CommandFailure(FileErrors.reason(e));
        }
    }
}
