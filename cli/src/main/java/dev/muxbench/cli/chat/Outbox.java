package dev.muxbench.cli.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Lines on their way to the server, in order. Sending one waits for as long as the server does not take it; whoever types does not.
 *
 * <p>Threads: offered and finished by one; sent by a virtual one of its own.
 */
final class Outbox {
    static final int MOST_LINES = 1000; // that wait

    /** A line that takes longer than that is stuck: the server does not read. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Predicate<String> send;
    private final Consumer<String> notSent;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.NANOSECONDS,
            new ArrayBlockingQueue<>(MOST_LINES),
            Thread.ofVirtual().name("chat-send").factory());

    private volatile boolean isSending; // these two are written by the sender's thread
    private volatile long sendingSince; // nanoTime
    private volatile boolean givenUp; // written by who finishes

    /**
     * @param send sends a line, however long that takes; false if there is no connection
     * @param notSent is told which line that was
     * @param nanoTime the clock
     */
    Outbox(Predicate<String> send, Consumer<String> notSent, LongSupplier nanoTime) {
        this.send = send;
        this.notSent = notSent;
        this.nanoTime = nanoTime;
    }

    /** False if too many wait already. */
    boolean offer(String line) {
        try {
            sender.execute(() -> send(line));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void send(String line) {
        sendingSince = nanoTime.getAsLong();
        isSending = true;
        boolean sent = send.test(line);
        isSending = false;
        if (!sent && !givenUp) {
            notSent.accept(line);
        }
    }

    /** Returns whether the server has not taken a line for some time. */
    boolean isStuck() {
        return isSending && nanoTime.getAsLong() - sendingSince > STUCK_NANOS;
    }

    /** Nothing more is offered; returns how many lines the server has not taken by then: they are given up. */
    int finish(Duration limit) throws InterruptedException {
        sender.shutdown();
        if (sender.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return 0;
        }
        givenUp = true;
        return sender.getQueue().drainTo(new ArrayList<>()) + sender.getActiveCount();
    }
}
