package dev.muxbench.cli.load.folder;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.FileErrors;
import dev.muxbench.cli.load.summary.LoadSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muxbench merge}. */
@Command(
        name = "merge",
        description = "Make one folder of those of all parts of a load that several machines have shared.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0 merged and all parts VALID, 3 a part has failed, 4 a part's figures are not to be trusted,",
            "  1 the folders do not belong together, or cannot be read or written, 2 wrong usage",
            "",
            "Examples",
            "  muxbench load --target server:7711 --clients 4000 --rate 200 --part 1/2 --run-id evening \\",
            "    --start-at 2026-11-26T18:00:00Z --out part1     (and 2/2 on the other machine)",
            "  muxbench merge part1 part2 --out evening"
        })
public final class MergeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "folders of all parts, in any order")
    private List<Path> folders = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "a new folder")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            var merge = Merge.of(folders);
            var result = merge.write(out);
            var err = spec.commandLine().getErr();
            merge.damage().forEach(err::println);
            err.flush();
            var to = spec.commandLine().getOut();
            LoadSummary.print(result, to);
            to.println("results       " + out);
            to.flush();
            return result.verdict().exitCode();
        } catch (IOException e) {
            throw new CommandFailure(FileErrors.reason(e));
        }
    }
}
