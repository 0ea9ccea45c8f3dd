package dev.muxbench.blocking;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a turn every tick for each connection that waits for a point in time, because both of its threads may be waiting for the socket.
 *
 * <p>Threads: its own, except {@link #watch}, {@link #unwatch} and {@link #end()}.
 */
final class Ticker implements Runnable {
    private static final long TICK_NANOS = 50_000_000L;

    private final Crowding crowding;
    private final Set<BlockingConnection> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean idle; // nothing is watched
    private volatile boolean ending; // written by any thread
    private volatile Thread thread = Thread.currentThread(); // written by its own at the start

    Ticker(Crowding crowding) {
        this.crowding = crowding;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!ending) {
            idle = true; // set before the check: a thread that adds one checks after that
            if (watched.isEmpty()) {
                LockSupport.park(this);
            } else {
                idle = false;
                LockSupport.parkNanos(this, TICK_NANOS); // only the end comes before its time
                if (crowding.look()) { // else no time goes by for any client: its threads have not run either
                    watched.forEach(BlockingConnection::tick);
                }
            }
        }
    }

    /** Under the connection's lock, as {@link #unwatch}. */
    void watch(BlockingConnection connection) {
        watched.add(connection);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    void unwatch(BlockingConnection connection) {
        watched.remove(connection);
    }

    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }
}
