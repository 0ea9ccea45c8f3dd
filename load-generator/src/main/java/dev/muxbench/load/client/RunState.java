package dev.muxbench.load.client;

import dev.muxbench.load.net.SourceAddresses;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.population.Guests;
import dev.muxbench.load.protocol.DialectContext;
import dev.muxbench.load.protocol.RefusedException;
import dev.muxbench.load.verify.Ledger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state that the workers of one load share, or of the connecting before it. Threads: any. */
public final class RunState implements DialectContext {
    public final LoadPlan plan;
    final Part part;
    final Duration patience; // when nobody else is let in
    public final Ledger ledger;
    final SourceAddresses sources;
    public final AtomicInteger ready = new AtomicInteger(); // clients that were greeted and are in their room
    public final AtomicInteger lost = new AtomicInteger(); // connections that broke
    private final AtomicLong firstLoss = new AtomicLong(); // of them, from the start; 0 if none did
    public final AtomicInteger unrulyClosed = new AtomicInteger(); // unruly clients that the server has closed
    public final CountDownLatch working; // workers that have not ended it
    public final AtomicInteger loading; // workers that still send, or let clients leave
    public final AtomicInteger joining = new AtomicInteger(); // clients on their way back
    public final AtomicInteger broken = new AtomicInteger(); // connections of clients that are to come back
    public final AtomicInteger reconnected = new AtomicInteger();
    public final AtomicInteger joined = new AtomicInteger();
    public final AtomicInteger joinsFailed = new AtomicInteger();
    public final AtomicLong sent = new AtomicLong(); // lines
    public final AtomicLong unsent = new AtomicLong(); // lines that were due when their sender had lost its connection
    public final AtomicLong overrun = new AtomicLong(); // of these, because the server had not taken those before
    public final AtomicLong floodBytes = new AtomicLong(); // that the server has taken
    public final AtomicLong resets = new AtomicLong(); // connections that were opened and reset
    public final CountDownLatch start = new CountDownLatch(1);

    public volatile long connectNanos; // when connecting begins
    public volatile long startNanos; // set before the start
    public volatile boolean stopSending; // by the user
    public volatile boolean end;
    private final AtomicIntegerArray senderReturns;
    private final AtomicReference<@Nullable LoadException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable String> joinFailure = new AtomicReference<>();

    public RunState(LoadPlan plan, Duration patience) {
        this(plan, Part.WHOLE, Guests.NONE, patience);
    }

    /** @param plan of the part */
    public RunState(LoadPlan plan, Part part, Guests guests, Duration patience) {
        this.plan = plan;
        this.part = part;
        this.patience = patience;
        this.ledger = new Ledger(plan, part, guests);
        this.sources = new SourceAddresses(plan.targets().addresses().getFirst().getAddress(), plan.clients());
        this.senderReturns = new AtomicIntegerArray(plan.senders());
        this.loading = new AtomicInteger(plan.threads());
        this.working = new CountDownLatch(plan.threads());
    }

    /**
     * Returns the state of a load of the clients that have connected in this one.
     *
     * @param load may differ from this plan in times and arrivals only
     */
    public RunState begin(LoadPlan load, Guests guests) {
        var next = new RunState(load, part, guests, patience);
        next.ready.set(ready.get());
        next.connectNanos = connectNanos;
        return next;
    }

    InetSocketAddress addressFor(Client client) {
        return ledger.census.targetOf(client.id(), client.moves);
    }

    public String targetOf(Client client) {
        return Targets.name(addressFor(client));
    }

    @Override
    public int rooms() {
        return ledger.census.roomCount();
    }

    @Override
    public String nameOfRoom(int room) {
        return part.roomPrefix() + ledger.census.numberOf(room);
    }

    @Override
    public boolean roomsAreNamed() {
        return plan.rooms() > 1 || !part.isWhole();
    }

    @Override
    public int senders() {
        return ledger.census.voices();
    }

    @Override
    public int textBytes() {
        return ledger.codec.evenBytes();
    }

    @Override
    public int numberOf(int client) {
        return part.numberOf(client);
    }

    @Override
    public int numberOfSender(int sender) {
        return ledger.census.isGuest(sender) ? ledger.census.numberOfVoice(sender) : part.numberOf(sender);
    }

    /** True if other processes share the rooms, and must be told how many lines there were. */
    boolean sharesRooms() {
        return part.sharesRooms();
    }

    /** Called when the server does not let a client in. */
    LoadException refused(Client client, RefusedException e) {
        return new LoadException("client " + (ready.get() + 1) + " of " + plan.clients() + ": " + targetOf(client) + " "
                + e.getMessage());
    }

    public long measureFrom() {
        return startNanos + plan.warmup().toNanos();
    }

    public long measureTo() {
        return measureFrom() + plan.duration().toNanos();
    }

    /** Called when a sender whose connection broke is back. */
    void onSenderBack(int sender) {
        senderReturns.incrementAndGet(sender);
    }

    @Override
    public int returnsOf(int sender) {
        return ledger.census.isGuest(sender) ? 0 : senderReturns.get(sender);
    }

    /** Called when a connection has broken and its client does not come back, so that the run has failed. */
    public void onLost() {
        firstLoss.compareAndSet(0, Math.max(1, System.nanoTime() - startNanos));
        lost.incrementAndGet();
    }

    /** Returns when the first connection was lost, in ns from the start; 0 if none was. */
    public long firstLoss() {
        return firstLoss.get();
    }

    /** True if a connection was lost so long ago. */
    public boolean hasFailedFor(long nanos) {
        long first = firstLoss.get();
        return first > 0 && System.nanoTime() - startNanos - first > nanos;
    }

    /** Returns the number of clients that are away for good. */
    public int gone() {
        return lost.get() + unrulyClosed.get() + joinsFailed.get();
    }

    /** Called when connecting has failed for good. The first failure is kept. */
    public void fail(LoadException cause) {
        failure.compareAndSet(null, cause);
        end = true;
        start.countDown();
    }

    @Nullable
    public LoadException failure() {
        return failure.get();
    }

    /** Called when a client did not get in again. The first reason is kept. */
    void failJoin(String reason) {
        joinFailure.compareAndSet(null, reason);
        joinsFailed.incrementAndGet();
    }

    @Nullable
    public String joinFailure() {
        return joinFailure.get();
    }
}
