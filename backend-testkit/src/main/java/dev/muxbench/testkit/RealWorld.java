package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.FatalHandler;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A backend's sockets, on the loopback device, and the machine's time. Threads: any. */
record RealWorld(BackendProvider provider) implements World {
    /** Most of what is waited for takes some milliseconds. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    @Override
    public ChatServer newChat(ServerConfig config, FatalHandler fatalHandler) {
        return new ChatServer(config, System::nanoTime, fatalHandler);
    }

    @Override
    public Backend start(ChatServer chat, BackendOptions options) throws IOException {
        return provider.start(chat, options);
    }

    @Override
    public Socket newSocket() {
        return new Socket();
    }

    @Override
    public Background run(Runnable task) {
        var background = new Background(this, task);
        Thread.ofPlatform().daemon().name("in the background").start(background);
        return background;
    }

    @Override
    public void await(Duration patience, BooleanSupplier condition) {
        long giveUp = nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (nanoTime() - giveUp > 0) {
                throw new AssertionError("not so within " + patience);
            }
            letPass(BETWEEN_LOOKS);
        }
    }

    @Override
    public void letPass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** What still runs ends by itself, as its sockets are closed. */
    @Override
    public void close() {}
}
