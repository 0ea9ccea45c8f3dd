package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's part of a cluster, see the package.
 *
 * <p>Threads: any. The relay has a thread that sends, two for periodic tasks and the lease, and four that claim nicks.
 * The receivers of the stream and of the signals call it on their own threads.
 */
public final class ClusterRelay implements Relay {
    /** Length of a lease: it ends if it is not renewed within this time. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    /** Size of the largest message of the stream, unless a single line is longer than a batch. */
    public static final int LARGEST_MESSAGE_BYTES = RoomQueues.BATCH_BYTES + LineBatch.HEADER_BYTES;

    /** A value of {@link RelayStatus#obstacle()}. */
    public static final String NOT_CONNECTED = "the relay is not connected";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);
    private static final long RENEW_NANOS = 5_000_000_000L;
    private static final int TICK_MILLIS = 50;
    private static final int CLAIM_WORKERS = 4;
    private static final int ROOMS_THAT_MAY_WAIT = 4;
    private static final long LEAST_MOST_BYTES = 16L << 20;

    /** The transport of the relay. */
    public record Links(Stream stream, Signals signals, Registry registry) {}

    private final long incarnation;
    private final JoinedChat chat;
    private final Links links;
    private final LongSupplier clockNanos;
    private final RelayCounters counters = new RelayCounters();
    private final Holds holds;
    private final Outbox outbox;
    private final OverRooms overRooms;
    private final Incoming incoming;
    private final Presence presence;
    private final Inquiries inquiries;
    private final ScheduledExecutorService timer;
    private final List<? extends Executor> workers; // for the claims
    private final NickClaims claims;
    private final UserNumbers numbers;
    private final Thread sender;
    private volatile boolean ended;
    private volatile long leaseNanos; // time of the last renewal
    private volatile boolean hasLease;

    /**
     * @param incarnation   drawn for this start of the server
     * @param mostClients   limit of this server's clients
     * @param highWaterBytes bytes of a room that may wait before its senders are held
     */
    public ClusterRelay(
            long incarnation,
            JoinedChat chat,
            Links links,
            int mostClients,
            long highWaterBytes,
            LongSupplier clockNanos) {
        this(
                incarnation,
                chat,
                links,
                mostClients,
                highWaterBytes,
                clockNanos,
                claimWorkers(),
                ClusterRelay::waitAMoment);
    }

    /**
     * @param workers   executors of claims to nicks, each of which runs one task at a time
     * @param whileFull waits a moment while a room is full
     */
    ClusterRelay(
            long incarnation,
            JoinedChat chat,
            Links links,
            int mostClients,
            long highWaterBytes,
            LongSupplier clockNanos,
            List<? extends Executor> workers,
            Runnable whileFull) {
        this.incarnation = incarnation;
        this.workers = workers;
        this.chat = chat;
        this.links = links;
        this.clockNanos = clockNanos;
        timer = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().daemon().name("relay-", 0).factory());
        holds = new Holds(chat);
        outbox = new Outbox(
                links.stream(),
                new RoomQueues(holds, highWaterBytes, mostWaitingBytes(highWaterBytes), clockNanos.getAsLong()),
                new SendWindow(incarnation, counters),
                clockNanos);
        overRooms = new OverRooms(incarnation, chat, this::tellOthers);
        incoming = new Incoming(incarnation, chat, counters, overRooms, whileFull);
        presence = new Presence(incarnation, chat, this::tellOthers);
        inquiries = new Inquiries(incarnation, chat, this::tellOthers, presence::servers);
        claims = new NickClaims(links.registry(), this::hasLease, workers);
        numbers = new UserNumbers(links.registry(), mostClients);
        sender = Thread.ofPlatform().daemon().name("relay-send").unstarted(this::send);
    }

    private static List<ExecutorService> claimWorkers() {
        var factory = Thread.ofPlatform().daemon().name("relay-nicks-", 0).factory();
        return IntStream.range(0, CLAIM_WORKERS)
                .mapToObj(number -> Executors.newSingleThreadExecutor(factory))
                .toList();
    }

    /**
     * Returns the bytes of heap for lines that wait for the stream, for unacknowledged batches, and for one server's
     * batches ahead of a gap.
     */
    public static long heapBoundBytes(long highWaterBytes) {
        return 2 * mostWaitingBytes(highWaterBytes) + 2L * SendWindow.MOST_BYTES + Incoming.MOST_AHEAD_BYTES;
    }

    /** Returns the limit of all rooms' bytes that wait for the stream. */
    private static long mostWaitingBytes(long highWaterBytes) {
        return Math.max(LEAST_MOST_BYTES, ROOMS_THAT_MAY_WAIT * highWaterBytes);
    }

    // ---- Life cycle.

    /**
     * Takes the lease and the first numbers.
     *
     * @param streamPosition position behind which the stream is read
     * @throws IOException if the registry cannot be reached
     */
    public void begin(long streamPosition) throws IOException {
        incoming.beginAt(streamPosition);
        renewLease();
        numbers.refill();
    }

    /** Begins without the registry, which may be reached later. */
    public void beginAlone() {
        numbers.begin(incarnation);
    }

    /** Starts the threads. To be called after {@link #begin} or {@link #beginAlone}. */
    public void start() {
        sender.start();
        var _ = timer.scheduleWithFixedDelay(guarded(this::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(guarded(this::lookAfterLease), 1, 1, TimeUnit.SECONDS);
        tellOthers(new Signal.Refresh(incarnation, 0));
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("relay", e); // the next run may succeed
            }
        };
    }

    /** Waits until all lines said here are acknowledged, or the patience is over. Returns true if they are. */
    public boolean drain(Duration patience) throws InterruptedException {
        long end = clockNanos.getAsLong() + patience.toNanos();
        while (!outbox.isEmpty() && clockNanos.getAsLong() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return outbox.isEmpty();
    }

    /** Leaves the cluster, so that this server's nicks are free at once. */
    public void end() {
        ended = true;
        timer.shutdownNow();
        for (var worker : workers) {
            if (worker instanceof ExecutorService service) {
                service.shutdown();
            }
        }
        sender.interrupt();
        tellOthers(new Signal.Leaving(incarnation));
        try {
            links.registry().endLease();
        } catch (IOException e) {
            LOG.debug("the lease ends by itself", e);
        }
    }

    private void send() {
        try {
            while (!ended) {
                outbox.step();
                outbox.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the relay has ended
        } catch (RuntimeException | Error e) {
            chat.fail(e);
        }
    }

    /** Does one step of the sender thread. */
    void sendStep() {
        outbox.step();
    }

    /** True if all lines said here are in the stream. */
    boolean isSent() {
        return outbox.isEmpty();
    }

    /** Runs the periodic tasks, every 50 ms. */
    void tick() {
        long now = clockNanos.getAsLong();
        presence.tell();
        presence.expire(now, LEASE.toNanos());
        holds.expire(now);
        overRooms.tick(now);
        inquiries.expire(now);
        claims.expire(now);
    }

    private static void waitAMoment() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellOthers(Signal signal) {
        links.signals().broadcast(signal.toBytes());
    }

    // ---- The lease.

    private boolean hasLease() {
        return hasLease && clockNanos.getAsLong() - leaseNanos < LEASE.toNanos();
    }

    /** Renews the lease if it is due, and takes numbers. Called about once a second. */
    void lookAfterLease() {
        try {
            if (!hasLease || clockNanos.getAsLong() - leaseNanos >= RENEW_NANOS) {
                renewLease();
            }
            numbers.refill();
        } catch (IOException e) {
            LOG.debug("the lease is not renewed", e);
        }
    }

    private void renewLease() throws IOException {
        boolean had = hasLease();
        long now = clockNanos.getAsLong();
        links.registry().renewLease(incoming.position());
        leaseNanos = now;
        hasLease = true;
        if (!had) {
            claims.reclaim(chat.chosenNicks(), chat::loseNick);
        }
        tellOthers(new Signal.Alive(incarnation, presence.told()));
    }

    // ---- Input.

    /** Handles the next message of the stream. Called by one thread. */
    public void onMessage(long streamPosition, String roomKey, byte[] message) {
        try {
            incoming.accept(streamPosition, roomKey, message);
        } catch (RuntimeException | Error e) {
            chat.fail(e); // otherwise these lines would be lost silently
        }
    }

    /** Handles messages that were dropped from the stream before they were read. Called by the thread that reads the stream. */
    public void onGap(long messages) {
        incoming.onGap(messages);
    }

    /** Returns the position up to which the stream is read. */
    public long position() {
        return incoming.position();
    }

    /** Goes on behind a position of another stream, or behind a gap. Called by the thread that reads the stream. */
    public void onOtherStream(long streamPosition) {
        incoming.beginAt(streamPosition);
    }

    public void onSignal(byte[] bytes) {
        var signal = Signal.parse(bytes);
        if (signal == null) {
            counters.foreign();
            return;
        }
        if (signal.incarnation() == incarnation) {
            return;
        }
        long now = clockNanos.getAsLong();
        switch (signal) {
            case Signal.Pushback pushback ->
                holds.setRemote(pushback.incarnation(), pushback.roomKey(), pushback.over(), now);
            case Signal.Members members -> presence.onMembers(members, now);
            case Signal.Refresh(var _, var of) -> presence.onRefresh(of);
            case Signal.Alive alive -> presence.onAlive(alive, now);
            case Signal.Leaving(var who) -> presence.forget(who);
            case Signal.Ask ask -> inquiries.onAsk(ask);
            case Signal.Answer answer -> inquiries.onAnswer(answer);
        }
    }

    /** Claims this server's nicks again, because the registry has lost its contents. */
    public void onRegistryLost() {
        claims.reclaim(chat.chosenNicks(), chat::loseNick);
    }

    /** Repeats batches and signals after the connection has come back. */
    public void onReconnected() {
        counters.reconnected();
        outbox.onReconnected();
        presence.onRefresh(incarnation);
        tellOthers(new Signal.Refresh(incarnation, 0));
    }

    // ---- Calls of the core.

    @Override
    public void publish(String roomKey, byte[] lines, int length, int count) {
        outbox.publish(roomKey, lines, length, count);
    }

    @Override
    public boolean isHeld(String roomKey) {
        return holds.isHeld(roomKey);
    }

    @Override
    public int membersKeepingUp(String roomKey) {
        return presence.members(roomKey, holds.serversBehind(roomKey));
    }

    @Override
    public void onMembersChanged(String roomKey) {
        presence.onMembersChanged(roomKey);
    }

    @Override
    public Elsewhere elsewhere(String roomKey) {
        return presence.elsewhere(roomKey);
    }

    @Override
    public List<RoomElsewhere> roomsElsewhere() {
        return presence.roomsElsewhere();
    }

    @Override
    public long nextUser() {
        return numbers.next();
    }

    @Override
    public void claim(String nickKey, Consumer<Claim> answer) {
        claims.claim(nickKey, clockNanos.getAsLong(), answer);
    }

    @Override
    public void release(String nickKey) {
        claims.release(nickKey);
    }

    @Override
    public void sendPrivately(String nickKey, byte[] line, Consumer<Sent> answer) {
        inquiries.ask(nickKey, line, clockNanos.getAsLong(), answer);
    }

    // ---- State.

    public RelayCounters counters() {
        return counters;
    }

    /**
     * @param isConnected true if the transport is connected
     * @param lagMessages messages of the stream that are not read here yet; -1 if unknown
     */
    public RelayStatus status(boolean isConnected, long lagMessages) {
        return new RelayStatus(
                obstacle(isConnected),
                presence.servers().size(),
                outbox.waitingBytes(),
                holds.count(),
                overRooms.count(),
                lagMessages);
    }

    private String obstacle(boolean isConnected) {
        if (!isConnected) {
            return NOT_CONNECTED;
        }
        if (outbox.isStreamFull()) {
            return "the relay's stream is full";
        }
        if (outbox.isAway()) {
            return "the relay's stream does not answer";
        }
        return hasLease() ? "" : "the relay's lease is not renewed";
    }
}
