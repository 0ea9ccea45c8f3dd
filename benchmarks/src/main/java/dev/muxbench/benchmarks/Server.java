package dev.muxbench.benchmarks;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The server under test. Threads: one. */
sealed interface Server extends AutoCloseable {
    InetSocketAddress address();

    @Override
    void close() throws IOException;

    /**
     * Starts a server with the defaults of {@code serve}, on a free port.
     *
     * @param place {@code in-process} or {@code forked}
     */
    static Server start(String place, String backend) throws IOException, InterruptedException {
        return switch (place) {
            case "in-process" -> InProcess.start(backend);
            case "forked" -> Forked.start(backend);
            default -> throw new IllegalArgumentException("server " + place + ": in-process or forked");
        };
    }

    /**
     * A server in the JVM that measures. JMH's profilers see all of it, but it shares the heap, the collector and the
     * compilers.
     */
    record InProcess(ChatServer chat, Backend backend) implements Server {
        private static InProcess start(String name) throws IOException {
            var chat = new ChatServer(ServerConfig.defaults());
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var options =
                    new BackendOptions(address, BackendOptions.defaultIoThreads(), BackendOptions.DEFAULT_BACKLOG);
            return new InProcess(chat, Backends.require(name).start(chat, options));
        }

        @Override
        public InetSocketAddress address() {
            return backend.address();
        }

        @Override
        public void close() {
            backend.close();
            chat.close();
        }
    }

    /** A server in a JVM of its own, as in production. */
    record Forked(dev.muxbench.experiment.Server process, Path log) implements Server {
        private static Forked start(String backend) throws IOException, InterruptedException {
            var log = Files.createTempFile("muxbench-server", ".log");
            return new Forked(new BackendContestant(backend, backend).start(List.of(), Placement.FREE, log), log);
        }

        @Override
        public InetSocketAddress address() {
            return process.address();
        }

        @Override
        public void close() throws IOException {
            process.close();
            Files.delete(log);
        }
    }
}
