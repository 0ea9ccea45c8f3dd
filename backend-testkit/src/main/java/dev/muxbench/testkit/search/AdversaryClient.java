package dev.muxbench.testkit.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One connection of an adversary: what it will say, how it reads, and what it does next. Threads: the search's. */
final class AdversaryClient {
    private static final int MOST_LINES_OF_A_STEP = 400;

    private final int number;
    private final BoundedSocket socket;
    private final Random random;
    private final long longestDelayNanos; // between two of its actions
    private final ArrayDeque<byte[]> toSay = new ArrayDeque<>();
    private int saidOfFirst; // bytes
    private final ArrayDeque<BooleanSupplier> plan = new ArrayDeque<>();
    private long nextNanos;
    private int readBytes = Integer.MAX_VALUE; // in a step, at most

    AdversaryClient(int number, BoundedSocket socket, Random random, long longestDelayNanos) {
        this.number = number;
        this.socket = socket;
        this.random = random;
        this.longestDelayNanos = longestDelayNanos;
    }

    BoundedSocket socket() {
        return socket;
    }

    // ---- What it does at once.

    void say(String text) {
        toSay.add(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean hasSaidAll() {
        return toSay.isEmpty() && !socket.hasUnheard();
    }

    /** In each step. */
    void readAtMost(int bytes) {
        readBytes = bytes;
    }

    // ---- What it does later.

    /** As the next action, after a random delay. */
    void then(Runnable action) {
        plan.add(() -> {
            action.run();
            return true;
        });
    }

    /** Likewise; tried again at each step until it returns true. */
    void thenAwait(BooleanSupplier action) {
        plan.add(action);
    }

    void step(long nowNanos) {
        while (!plan.isEmpty() && nowNanos >= nextNanos && plan.getFirst().getAsBoolean()) {
            plan.remove();
            nextNanos = longestDelayNanos == 0 ? 0 : nowNanos + random.nextLong(longestDelayNanos);
        }
        sayWhatIsTaken();
        if (socket.unreadBytes() > 0 && readBytes > 0) {
            socket.read(
                    readBytes == Integer.MAX_VALUE
                            ? socket.unreadBytes()
                            : random.nextInt(Math.min(readBytes, socket.unreadBytes()) + 1));
        }
    }

    private void sayWhatIsTaken() {
        for (int i = 0; i < MOST_LINES_OF_A_STEP && !toSay.isEmpty() && socket.isTalking(); i++) {
            var first = toSay.getFirst();
            int count = Math.min(socket.space(), first.length - saidOfFirst);
            socket.say(first, saidOfFirst, count);
            saidOfFirst += count;
            if (saidOfFirst < first.length) {
                return;
            }
            toSay.remove();
            saidOfFirst = 0;
        }
    }

    @Override
    public String toString() {
        return "#" + number;
    }
}
