package dev.muxbench.testkit.search;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A server without sockets: its loops, its connections, and the clock that all of them know. Threads: one. */
final class SearchedServer implements AutoCloseable {
    private static final int MOST_TURNS = 64;
    private static final long HOUSEKEEPING_NANOS = 1_000_000_000L;

    private final Random random;
    private final ChatServer server;
    private final List<SearchedLoop> loops = new ArrayList<>();
    private long nowNanos;
    private long nextHousekeepingNanos;

    /** A loop and when it must run. */
    private static final class SearchedLoop {
        final Loop core;
        final List<BoundedSocket> sockets = new ArrayList<>();
        boolean asleep;
        boolean woken;
        long wakeAtNanos;

        SearchedLoop(ChatServer server) {
            core = server.openLoop(() -> woken = true);
        }
    }

    SearchedServer(Random random, ServerConfig config, int count) {
        this.random = random;
        this.server = new ChatServer(config, () -> nowNanos);
        for (int i = 0; i < count; i++) {
            loops.add(new SearchedLoop(server));
        }
    }

    /** Connections that were closed for this reason. */
    long closed(CloseReason reason) {
        return server.counters().closed(reason);
    }

    long nowNanos() {
        return nowNanos;
    }

    void pass(long nanos) {
        nowNanos += nanos;
    }

    /** Accepts a connection on any loop. */
    void accept(BoundedSocket socket) {
        var loop = loops.get(random.nextInt(loops.size()));
        loop.core.awake(); // its listening socket is ready
        loop.asleep = false;
        loop.sockets.add(socket);
        socket.open(loop.core);
    }

    /** The loops, in any order, make turns as long as there is a reason to. Turns take no time. */
    void run() {
        if (nowNanos >= nextHousekeepingNanos) {
            nextHousekeepingNanos = nowNanos + HOUSEKEEPING_NANOS;
            server.housekeep();
        }
        Collections.shuffle(loops, random);
        boolean any = true;
        for (int i = 0; i < MOST_TURNS && any; i++) {
            any = false;
            for (var loop : loops) {
                any |= run(loop);
            }
        }
    }

    private boolean run(SearchedLoop loop) {
        if (loop.asleep && !loop.woken && nowNanos < loop.wakeAtNanos && !isReady(loop)) {
            return false;
        }
        loop.woken = false;
        loop.core.awake();
        loop.sockets.forEach(BoundedSocket::handleEvents);
        loop.core.runTurn();
        loop.sockets.removeIf(BoundedSocket::finishClosing);
        loop.asleep = loop.core.prepareToSleep();
        long sleep = loop.core.sleepNanos();
        loop.wakeAtNanos = sleep == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + sleep;
        return true;
    }

    private static boolean isReady(SearchedLoop loop) {
        for (var socket : loop.sockets) {
            if (socket.isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        for (var loop : loops) {
            loop.sockets.forEach(socket -> socket.close(CloseReason.SERVER_STOPPING));
            loop.sockets.removeIf(BoundedSocket::finishClosing);
            loop.core.close();
        }
        server.close();
    }
}
