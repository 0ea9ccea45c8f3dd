package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which CPUs servers and generator have (Linux).
 *
 * @param serverCpus    of all threads of a server; the system's choice if there are none
 * @param generatorCpus of the generator's workers, one after the other; likewise
 */
public record Placement(List<Integer> serverCpus, List<Integer> generatorCpus) {
    /** The system's choice. */
    public static final Placement FREE = new Placement(List.of(), List.of());

    /** What a server's command line begins with. */
    List<String> prefix() {
        return serverCpus.isEmpty() ? List.of() : List.of("taskset", "-c", text(serverCpus));
    }

    LoadPlan place(LoadPlan plan) {
        return generatorCpus.isEmpty() ? plan : plan.pinnedTo(generatorCpus);
    }

    /** For people. */
    @Override
    public String toString() {
        return equals(FREE)
                ? "where the system puts them"
                : "servers on " + name(serverCpus) + ", generator on " + name(generatorCpus);
    }

    private static String name(List<Integer> cpus) {
        return cpus.isEmpty() ? "any CPU" : "CPU " + text(cpus);
    }

    private static String text(List<Integer> cpus) {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
