package dev.muxbench.cli.serve;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The backends on the class path. Threads: any. */
public final class Backends {
    static final String AUTO = "auto";

    /** The best first, as measured (docs/adr/0003-which-backend.md). */
    private static final List<String> ORDER = List.of(
            "nio", "netty-io_uring", "netty-epoll", "netty-kqueue", "netty-nio", "virtual-threads", "platform-threads");

    private Backends() {}

    /** Returns all backends in the order of preference. Backends of other projects come last. */
    public static List<BackendProvider> all() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(Backends::rank).thenComparing(BackendProvider::name))
                .toList();
    }

    private static int rank(BackendProvider backend) {
        int rank = ORDER.indexOf(backend.name());
        return rank < 0 ? ORDER.size() : rank;
    }

    private static boolean isAvailable(BackendProvider backend) {
        return backend.availability() instanceof Availability.Available;
    }

    public static List<BackendProvider> available() {
        return all().stream().filter(Backends::isAvailable).toList();
    }

    /** Which do not work here, and why. */
    public static Map<String, String> unavailable() {
        var reasons = new LinkedHashMap<String, String>();
        for (var backend : all()) {
            if (backend.availability() instanceof Availability.Unavailable(var reason)) {
                reasons.put(backend.name(), reason);
            }
        }
        return reasons;
    }

    /**
     * The backend of this name, or the best one for {@value #AUTO}, which works here.
     *
     * @throws CommandFailure if there is none, or if it does not work here
     */
    public static BackendProvider require(String name) {
        if (name.equals(AUTO)) {
            return all().stream()
                    .filter(Backends::isAvailable) // asked one after the other: asking loads native code
                    .findFirst()
                    .orElseThrow();
        }
        var backend = all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.unknown("no backend is called " + name + "; there are: "
                        + all().stream().map(BackendProvider::name).collect(Collectors.joining(", "))));
        if (backend.availability() instanceof Availability.Unavailable(var reason)) {
            throw new CommandFailure("backend " + name + " cannot work here: " + reason);
        }
        return backend;
    }
}
