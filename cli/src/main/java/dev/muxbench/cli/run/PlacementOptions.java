package dev.muxbench.cli.run;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.Version;
import dev.muxbench.cli.option.CpuList;
import dev.muxbench.experiment.Contestant;
import dev.muxbench.experiment.Placement;
import dev.muxbench.experiment.ServerHost;
import dev.muxbench.experiment.SshHost;
import dev.muxbench.load.net.Cpus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options for where the servers of {@code muxbench run} are, and which CPUs they and the generator have. */
final class PlacementOptions {
    @Option(
            names = "--server-host",
            paramLabel = "ssh:[USER@]HOST[:DIR]",
            converter = SshHosts.class,
            description = {
                "start the servers on another machine, with the same Muxbench, unpacked or built, in DIR there (default:"
                        + " muxbench, below the home folder); ssh must log in without a question, and all else about the"
                        + " way there is in its configuration. Servers listen on the address at which ssh was let in, on"
                        + " any free port, for whoever can reach it"
            })
    private @Nullable SshHost serverHost;

    @Option(
            names = "--server-cpus",
            paramLabel = "LIST|auto",
            converter = ServerCpus.Parser.class,
            description = "CPUs that each server is pinned to, such as 0 or 2-5; auto: half of them, and the generator"
                    + " to the others (Linux; default: any)")
    private ServerCpus serverCpus = ServerCpus.ANY;

    @Option(
            names = "--generator-cpus",
            paramLabel = "LIST",
            converter = CpuList.class,
            description = "CPUs that the generator's threads are pinned to, one after the other (Linux; default: any)")
    private List<Integer> generatorCpus = List.of();

    static final class SshHosts implements ITypeConverter<SshHost> {
        @Override
        public SshHost convert(String text) {
            try {
                return SshHost.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    private List<Integer> generatorCpus() {
        return generatorCpus.isEmpty() ? serverCpus.forGenerator() : generatorCpus;
    }

    /** @throws ParameterException if the options do not go together */
    void requireUsage(List<? extends Contestant> contestants, CommandLine line) {
        boolean pinnedHere = !generatorCpus().isEmpty()
                || (serverHost == null && !serverCpus.cpus().isEmpty());
        if (pinnedHere && !Cpus.canPin()) {
            throw new ParameterException(line, "--server-cpus and --generator-cpus are of Linux only");
        }
        if (serverHost != null && !serverCpus.forGenerator().isEmpty()) {
            throw new ParameterException(
                    line, "--server-cpus auto is for servers on this machine; name the CPUs of the other one");
        }
        if (serverHost != null) {
            for (var contestant : contestants) {
                contestant.tieToThisMachine().ifPresent(why -> {
                    throw new ParameterException(
                            line, "--server-host cannot start " + contestant.name() + " there: " + why);
                });
            }
        }
    }

    /** @throws CommandFailure if the other machine cannot be used */
    Placement placement() throws InterruptedException {
        try {
            var host = serverHost == null ? null : ServerHost.reach(serverHost, Version.text());
            return new Placement(serverCpus.cpus(), generatorCpus(), host);
        } catch (ServerHost.Unusable e) {
            throw new CommandFailure("--server-host: " + e.getMessage());
        }
    }
}
