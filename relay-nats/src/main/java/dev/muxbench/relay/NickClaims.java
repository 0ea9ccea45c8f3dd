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
 * Claims to nicks, and their ends, in the registry: those of one nick one after the other, and no client waits for longer than two seconds.
 *
 * <p>Threads: any; the registry is asked by the workers'.
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
     * @param hasLease without one nothing can be claimed
     * @param workers  each of which does one thing at a time
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
            releaseNow(asked.nickKey()); // nobody waits for it any more
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

    /** Returns false if it was answered. */
    private boolean close(Open asked) {
        lock.lock();
        try {
            return open.remove(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Some times a second: who has waited for too long is told that the registry cannot be reached. */
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

    /** Looks whether this server still has its nicks, after a time without a lease. */
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
