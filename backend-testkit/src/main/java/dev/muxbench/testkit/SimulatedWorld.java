package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.FatalHandler;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Servers and clients in memory, on a clock that costs nothing. The same happens each time. Threads: those of its {@link Baton}. */
final class SimulatedWorld implements World {
    private static final int SEED = 17;
    private static final int FIRST_PORT = 20_000;
    static final long TURN_NANOS = 10_000; // so that a server that never rests comes to somebody's end of patience

    private final Random random = new Random(SEED);
    private final List<SimulatedBackend> backends = new ArrayList<>();
    private final Baton baton = new Baton(new Baton.Servers() {
        @Override
        public boolean run() {
            int turns = backends.stream().mapToInt(SimulatedBackend::runLoops).sum();
            baton.pass(turns * TURN_NANOS);
            return turns > 0;
        }

        @Override
        public long dueNanos() {
            return backends.stream().mapToLong(SimulatedBackend::dueNanos).min().orElse(Long.MAX_VALUE);
        }
    });
    private int lastPort = FIRST_PORT;

    @Override
    public ChatServer newChat(ServerConfig config, FatalHandler fatalHandler) {
        return new ChatServer(config, baton::nanoTime, fatalHandler);
    }

    @Override
    public Backend start(ChatServer chat, BackendOptions options) {
        var address = new InetSocketAddress(options.address().getAddress(), newPort());
        var backend = new SimulatedBackend(chat, address, options.ioThreads(), random, baton::nanoTime);
        backends.add(backend);
        return backend;
    }

    int newPort() {
        return ++lastPort;
    }

    @Override
    public Socket newSocket() {
        try {
            return new Socket(new SimulatedSocket(this)) {};
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimulatedConnection connect(InetSocketAddress address, SimulatedPeer peer) throws IOException {
        return backends.stream()
                .filter(backend -> backend.isAccepting() && backend.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new ConnectException("nobody listens on " + address))
                .accept(peer);
    }

    @Override
    public Background run(Runnable task) {
        var background = new Background(this, task);
        baton.start("somebody in the background", background);
        return background;
    }

    /** Returns false if it is not so within that time. */
    boolean await(String what, long patienceNanos, BooleanSupplier condition) {
        return baton.await(what, patienceNanos, condition);
    }

    @Override
    public void await(Duration patience, BooleanSupplier condition) {
        if (!baton.await("until it is so", patience.toNanos(), condition)) {
            throw new AssertionError("not so within " + patience + ": " + baton);
        }
    }

    @Override
    public void letPass(Duration time) {
        baton.await("for time to pass", time.toNanos(), () -> false);
    }

    @Override
    public long nanoTime() {
        return baton.nanoTime();
    }

    /** Nobody is left that waits: all sockets are closed. */
    @Override
    public void close() {
        await(() -> baton.runners() == 1);
    }
}
