package dev.muxbench.nio;

import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.Server;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;

/** Registers {@code nio}. It works wherever the JDK does. */
public final class NioBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public Availability availability() {
        return new Availability.Available(
                "JDK " + SelectorProvider.provider().getClass().getSimpleName().replace("Provider", ""));
    }

    @Override
    public Backend start(Server server, BackendOptions options) throws IOException {
        return NioBackend.start(server, options);
    }
}
