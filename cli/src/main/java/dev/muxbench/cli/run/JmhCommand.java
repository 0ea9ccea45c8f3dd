package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code muxbench jmh}, as far as it is known here: the launcher starts {@code benchmarks.jar} in its place, which is made of this
 * jar and knows JMH.
 */
@Command(name = "jmh", description = "run the JMH benchmarks (see muxbench jmh --help)")
public final class JmhCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        var line = String.join(" ", arguments).indent(1).stripTrailing();
        throw new CommandFailure("the benchmarks come with the sources: there, ./muxbench jmh" + line + " runs them");
    }
}
