package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The machine of the servers, and the CPUs of servers and generator (Linux).
 *
 * @param serverCpus    for all threads of a server; the system's choice if empty
 * @param generatorCpus for the generator's workers, one after the other; likewise
 * @param host          of servers; null for this machine
 */
public record Placement(
        List<Integer> serverCpus,
        List<Integer> generatorCpus,
        @Nullable ServerHost host) {
    /** All CPUs and this machine. */
    public static final Placement FREE = new Placement(List.of(), List.of(), null);

    /** Returns the words before a server's command line. */
    List<String> prefix() {
        return serverCpus.isEmpty() ? List.of() : List.of("taskset", "-c", text(serverCpus));
    }

    /** Returns the address for servers to listen on. */
    String bindAddress() {
        return host == null ? "127.0.0.1" : host.bindAddress();
    }

    LoadPlan place(LoadPlan plan) {
        return generatorCpus.isEmpty() ? plan : plan.pinnedTo(generatorCpus);
    }

    /** Returns the placement in words. */
    @Override
    public String toString() {
        return equals(FREE)
                ? "where the system puts them"
                : "servers on " + (host == null ? "" : host.ssh() + ", ") + name(serverCpus) + ", generator on "
                        + name(generatorCpus);
    }

    private static String name(List<Integer> cpus) {
        return cpus.isEmpty() ? "any CPU" : "CPU " + text(cpus);
    }

    private static String text(List<Integer> cpus) {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
