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
    final Audience audience; // without the slow readers
    final Audience slowAudience;
    final Completions completions; // of lines at the audience
    final AtomicInteger ready = new AtomicInteger(); // clients that were greeted and are in their room
    final AtomicInteger lost = new AtomicInteger(); // connections that broke
    final AtomicInteger slowClosed = new AtomicInteger(); // slow readers that the server has closed
    final AtomicInteger loading; // workers that still send, or let clients leave
    final AtomicInteger joining = new AtomicInteger(); // clients on their way back
    final AtomicInteger joined = new AtomicInteger();
    final AtomicInteger joinsFailed = new AtomicInteger();
    final AtomicLong sent = new AtomicLong(); // lines
    final CountDownLatch start = new CountDownLatch(1);

    volatile long startNanos; // set before the start
    volatile boolean stopSending; // by the user
    volatile boolean end;
    private final AtomicReference<@Nullable LoadException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable String> joinFailure = new AtomicReference<>();

    RunState(LoadPlan plan, Duration patience) {
        this.plan = plan;
        this.patience = patience;
        this.codec = new LineCodec(plan.lineBytes());
        this.audience = new Audience(plan.senders(), plan::fastReceiversOf);
        this.slowAudience = new Audience(plan.senders(), plan::slowReceiversOf);
        this.completions = new Completions(plan.senders());
        this.loading = new AtomicInteger(plan.threads());
    }

    String target() {
        return plan.target().getAddress().getHostAddress() + ":" + plan.target().getPort();
    }

    long measureFrom() {
        return startNanos + plan.warmup().toNanos();
    }

    long measureTo() {
        return measureFrom() + plan.duration().toNanos();
    }

    /** Clients that are away for good. */
    int gone() {
        return lost.get() + slowClosed.get() + joinsFailed.get();
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

    /** A client did not get in again. The first reason is kept. */
    void failJoin(String reason) {
        joinFailure.compareAndSet(null, reason);
        joinsFailed.incrementAndGet();
    }

    @Nullable
    String joinFailure() {
        return joinFailure.get();
    }
}
