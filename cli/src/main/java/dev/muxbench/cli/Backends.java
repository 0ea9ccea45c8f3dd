package dev.muxbench.cli;

import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The backends on the class path. */
final class Backends {
    private Backends() {}

    static List<BackendProvider> all() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(BackendProvider::name))
                .toList();
    }

    static List<BackendProvider> available() {
        return all().stream()
                .filter(backend -> backend.availability() instanceof Availability.Available)
                .toList();
    }

    /** The backend of this name, which works here; anything else is one clear line. */
    static BackendProvider require(String name) {
        var backend = all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no backend is called " + name + "; there are: "
                        + all().stream().map(BackendProvider::name).collect(Collectors.joining(", "))));
        if (backend.availability() instanceof Availability.Unavailable(var reason)) {
            throw new CommandFailure("backend " + name + " cannot work here: " + reason);
        }
        return backend;
    }
}
