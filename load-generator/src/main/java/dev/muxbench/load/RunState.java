package dev.muxbench.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the workers of one run share. Threads: any. */
final class RunState {
    final LoadPlan plan;
    final Part part;
    final Duration patience; // when nobody else is let in
    final LineCodec codec;
    final Census census;
    final SourceAddresses sources;
    final Audience audience; // without the unruly
    final Audience unrulyAudience;
    final Completions completions; // of lines at the audience
    final @Nullable HandOvers handOvers; // unless a line is due when it is sent
    final AtomicInteger ready = new AtomicInteger(); // clients that were greeted and are in their room
    final AtomicInteger lost = new AtomicInteger(); // connections that broke
    final AtomicInteger unrulyClosed = new AtomicInteger(); // unruly clients that the server has closed
    final AtomicInteger loading; // workers that still send, or let clients leave
    final AtomicInteger joining = new AtomicInteger(); // clients on their way back
    final AtomicInteger broken = new AtomicInteger(); // connections of clients that are to come back
    final AtomicInteger reconnected = new AtomicInteger();
    final AtomicInteger joined = new AtomicInteger();
    final AtomicInteger joinsFailed = new AtomicInteger();
    final AtomicLong sent = new AtomicLong(); // lines
    final AtomicLong unsent = new AtomicLong(); // lines that were due when their sender had lost its connection
    final AtomicLong floodBytes = new AtomicLong(); // that the server has taken
    final AtomicLong resets = new AtomicLong(); // connections that were opened and reset
    final CountDownLatch start = new CountDownLatch(1);

    volatile long connectNanos; // when connecting begins
    volatile long startNanos; // set before the start
    volatile boolean stopSending; // by the user
    volatile boolean end;
    private final AtomicIntegerArray senderReturns;
    private final AtomicReference<@Nullable LoadException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable String> joinFailure = new AtomicReference<>();

    RunState(LoadPlan plan, Duration patience) {
        this(plan, Part.WHOLE, patience);
    }

    RunState(LoadPlan plan, Part part, Duration patience) {
        this.plan = plan;
        this.part = part;
        this.patience = patience;
        this.codec = new LineCodec(plan.lineBytes(), plan.speech().texts());
        this.census = new Census(plan);
        this.sources = new SourceAddresses(plan.target().getAddress(), plan.clients());
        this.audience = new Audience(plan.senders(), census::receiversOf);
        this.unrulyAudience = new Audience(plan.senders(), census::unrulyReceiversOf);
        this.completions = new Completions(plan.senders(), plan.population().reconnects() > 0);
        this.handOvers = plan.arrivals() instanceof Arrivals.ClosedWindow ? null : new HandOvers(plan.senders());
        this.senderReturns = new AtomicIntegerArray(plan.senders());
        this.loading = new AtomicInteger(plan.threads());
    }

    String target() {
        return plan.target().getAddress().getHostAddress() + ":" + plan.target().getPort();
    }

    /** Where there are several, or where all rooms have names. */
    String nameOf(int room) {
        return part.roomPrefix() + room;
    }

    /** The server does not let a client in. */
    LoadException refused(byte[] in, int from, int to) {
        return new LoadException(target() + " refused a client after " + ready.get() + " of " + plan.clients() + ": "
                + Lines.quote(in, from, to).strip());
    }

    /** It says something else than servers of this kind. */
    LoadException strange(byte[] in, int from, int to) {
        return new LoadException(
                target() + " said '" + Lines.quote(in, from, to).strip() + "'; is it "
                        + plan.speech().protocol().server() + "?");
    }

    long measureFrom() {
        return startNanos + plan.warmup().toNanos();
    }

    long measureTo() {
        return measureFrom() + plan.duration().toNanos();
    }

    /** A sender is back whose connection broke. */
    void onSenderBack(int sender) {
        senderReturns.incrementAndGet(sender);
    }

    /** How often. */
    int returnsOf(int sender) {
        return senderReturns.get(sender);
    }

    /** Clients that are away for good. */
    int gone() {
        return lost.get() + unrulyClosed.get() + joinsFailed.get();
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
