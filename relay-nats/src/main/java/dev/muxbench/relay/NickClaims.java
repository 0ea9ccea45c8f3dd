package dev.muxbench.relay;

import dev.muxbench.core.relay.Relay.Claim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims and releases nicks in the registry. Operations on one nick are sequential, and no client waits longer than two
 * seconds.
 *
 * <p>Threads: any. Only the workers' threads call the registry.
 */
final class NickClaims {
    private static final Logger LOG = LoggerFactory.getLogger(NickClaims.class);
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** A claim that is not answered yet. */
    private record Open(String nickKey, Consumer<Claim> answer, long untilNanos) {}

    private final Registry registry;
    private final BooleanSupplier hasLease;
    private final List<? extends Executor> workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Open> open = new ArrayList<>(); // guarded by the lock

    /**
     * @param hasLease true while this server has a lease; without one nothing can be claimed
     * @param workers  each runs one task at a time
     */
    NickClaims(Registry registry, BooleanSupplier hasLease, List<? extends Executor> workers) {
        this.registry = registry;
        this.hasLease = hasLease;
        this.workers = workers;
    }

    private void onWorker(String nickKey, Runnable task) {
        try {
            workers.get(Math.floorMod(nickKey.hashCode(), workers.size())).execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("nick {}: the relay is closed", nickKey, e);
        }
    }

    void claim(String nickKey, long nowNanos, Consumer<Claim> answer) {
        if (!hasLease.getAsBoolean()) {
            answer.accept(Claim.UNAVAILABLE);
            return;
        }
        var asked = new Open(nickKey, answer, nowNanos + PATIENCE_NANOS);
        lock.lock();
        try {
            open.add(asked);
        } finally {
            lock.unlock();
        }
        onWorker(nickKey, () -> decide(asked));
    }

    private void decide(Open asked) {
        if (!isOpen(asked)) {
            return;
        }
        var claim = claim(asked.nickKey());
        if (close(asked)) {
            asked.answer().accept(claim);
        } else if (claim != Claim.TAKEN) {
            releaseNow(asked.nickKey()); // the client no longer waits
        }
    }

    private boolean isOpen(Open asked) {
        lock.lock();
        try {
            return open.contains(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Removes an open claim; returns false if it was answered before. */
    private boolean close(Open asked) {
        lock.lock();
        try {
            return open.remove(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Answers claims that have waited too long with UNAVAILABLE. Called several times a second. */
    void expire(long nowNanos) {
        List<Open> late;
        lock.lock();
        try {
            late = open.stream()
                    .filter(asked -> nowNanos - asked.untilNanos() >= 0)
                    .toList();
            open.removeAll(late);
        } finally {
            lock.unlock();
        }
        late.forEach(asked -> asked.answer().accept(Claim.UNAVAILABLE));
    }

    private Claim claim(String nickKey) {
        try {
            return registry.claim(nickKey);
        } catch (IOException e) {
            LOG.debug("claim to {}", nickKey, e);
            return Claim.UNAVAILABLE;
        }
    }

    void release(String nickKey) {
        onWorker(nickKey, () -> releaseNow(nickKey));
    }

    private void releaseNow(String nickKey) {
        try {
            registry.release(nickKey);
        } catch (IOException e) {
            LOG.debug("release of {}", nickKey, e); // it is free when this server's lease ends
        }
    }

    /** Claims this server's nicks again, after a time without a lease, and reports those that it has lost. */
    void reclaim(List<String> nickKeys, Consumer<String> onLost) {
        for (var key : nickKeys) {
            onWorker(key, () -> {
                if (claim(key) == Claim.TAKEN) {
                    onLost.accept(key);
                }
            });
        }
    }
}
