package dev.muxbench.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the workers of one run share. Threads: any. */
final class RunState {
    final LoadPlan plan;
    final Duration patience; // when nothing comes any more
    final LineCodec codec;
    final Completions completions;
    final AtomicInteger ready = new AtomicInteger(); // clients that were greeted and are in their room
    final AtomicInteger lost = new AtomicInteger(); // connections that broke
    final AtomicLong sent = new AtomicLong(); // lines
    final CountDownLatch start = new CountDownLatch(1);

    volatile long startNanos; // set before the start
    volatile boolean stopSending; // by the user
    volatile boolean sendingEnded; // by the run
    volatile boolean end;
    private final AtomicReference<@Nullable LoadException> failure = new AtomicReference<>();

    RunState(LoadPlan plan, Duration patience) {
        this.plan = plan;
        this.patience = patience;
        this.codec = new LineCodec(plan.lineBytes());
        this.completions = new Completions(plan.senders());
    }

    long measureFrom() {
        return startNanos + plan.warmup().toNanos();
    }

    long measureTo() {
        return measureFrom() + plan.duration().toNanos();
    }

    /** Connecting has failed for good. The first failure is kept. */
    void fail(LoadException cause) {
        failure.compareAndSet(null, cause);
        end = true;
        start.countDown();
    }

    @Nullable
    LoadException failure() {
        return failure.get();
    }
}
