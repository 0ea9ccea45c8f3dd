package dev.muxbench.cli;

import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ServiceLoader;

/** The backend {@code nio}, but its loop fails with the first bytes that it receives. Registered in child processes only. */
public final class FailingBackend implements BackendProvider {
    static final String NAME = "failing";
    static final String FAULT = "planted";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return new Availability.Available("for one line");
    }

    @Override
    public Backend start(Server server, BackendOptions options) throws IOException {
        var nio = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("nio"))
                .findAny()
                .orElseThrow();
        return nio.start(new FailingServer(server), options);
    }

    private record FailingServer(Server real) implements Server {
        @Override
        public Loop openLoop(Waker waker) {
            return failing(Loop.class, real.openLoop(waker));
        }

        @Override
        public Duration lingerTimeout() {
            return real.lingerTimeout();
        }

        @Override
        public void fail(Throwable cause) {
            real.fail(cause);
        }

        private static <T> T failing(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().equals("onBytes")) {
                            throw new OutOfMemoryError(FAULT);
                        }
                        try {
                            var result = method.invoke(real, arguments);
                            return result instanceof Inbound session ? failing(Inbound.class, session) : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
