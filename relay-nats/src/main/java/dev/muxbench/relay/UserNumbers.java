package dev.muxbench.relay;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers for newcomers, taken from the registry in blocks so that no newcomer waits. The next block is taken when at
 * most half of a block is left.
 *
 * <p>Threads: any.
 */
final class UserNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(UserNumbers.class);
    private static final int LEAST_BLOCK = 1024;

    private final Registry registry;
    private final int block;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private long next;
    private long end;
    private long nextBlock; // first number; 0 if there is no next block
    private boolean toldEmpty;

    /** @param mostClients limit of this server's clients; a block has at least twice as many numbers */
    UserNumbers(Registry registry, int mostClients) {
        this.registry = registry;
        this.block = Math.max(LEAST_BLOCK, 2 * mostClients);
    }

    /** Returns the next number; -1 if none is left. */
    long next() {
        lock.lock();
        try {
            if (next == end && nextBlock > 0) {
                next = nextBlock;
                end = next + block;
                nextBlock = 0;
            }
            if (next < end) {
                return next++;
            }
            if (!toldEmpty) {
                toldEmpty = true;
                LOG.error("no numbers are left for newcomers, who are refused until the relay has more");
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins without a registry, with numbers that almost certainly no other server has drawn.
     *
     * @param drawn a random number
     */
    void begin(long drawn) {
        lock.lock();
        try {
            next = (drawn >>> 24 | 1L << 39) << 20;
            end = next + block;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next block if numbers are low. Called by one thread, about once a second. */
    void refill() throws IOException {
        if (!isLow()) {
            return;
        }
        long first = registry.takeNumbers(block);
        lock.lock();
        try {
            nextBlock = first;
            if (toldEmpty) {
                toldEmpty = false;
                LOG.info("there are numbers for newcomers again");
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isLow() {
        lock.lock();
        try {
            return nextBlock == 0 && end - next <= block / 2;
        } finally {
            lock.unlock();
        }
    }
}
