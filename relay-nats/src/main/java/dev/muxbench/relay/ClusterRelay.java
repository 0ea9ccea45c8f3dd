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
 * One server's part of a cluster: see the package.
 *
 * <p>Threads: any; it has one that sends, one that looks after everything some times a second, and one that renews the lease. What comes
 * from the stream and the signals is handed in by whoever receives it.
 */
public final class ClusterRelay implements Relay {
    /** A lease that is not renewed for so long has ended. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    /** The largest message of the stream, in bytes. */
    public static final int LARGEST_MESSAGE_BYTES = RoomQueues.BATCH_BYTES + LineBatch.HEADER_BYTES;

    /** The obstacle that {@link RelayStatus#obstacle()} names while there is no connection. */
    public static final String NOT_CONNECTED = "the relay is not connected";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);
    private static final long RENEW_NANOS = 5_000_000_000L;
    private static final int TICK_MILLIS = 50;
    private static final int CLAIM_WORKERS = 4;
    private static final int ROOMS_THAT_MAY_WAIT = 4;
    private static final long LEAST_MOST_BYTES = 16L << 20;

    /** The links that carry the relay. */
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
    private final List<? extends Executor> workers; // of the claims
    private final NickClaims claims;
    private final UserNumbers numbers;
    private final Thread sender;
    private volatile boolean ended;
    private volatile long leaseNanos; // when it was renewed last
    private volatile boolean hasLease;

    /**
     * @param incarnation   drawn for this start of the server
     * @param mostClients   of this server
     * @param highWaterBytes that may wait of a room before its senders do
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
     * @param workers   of claims to nicks, each of which does one thing at a time
     * @param whileFull waits a moment, because a room must not take more now
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

    /** Memory for what waits for the stream, for what is not acknowledged, and for what is ahead of a gap of one server. */
    public static long heapBoundBytes(long highWaterBytes) {
        return 2 * mostWaitingBytes(highWaterBytes) + 2L * SendWindow.MOST_BYTES + Incoming.MOST_AHEAD_BYTES;
    }

    /** Lines of all rooms that may wait for the stream. */
    private static long mostWaitingBytes(long highWaterBytes) {
        return Math.max(LEAST_MOST_BYTES, ROOMS_THAT_MAY_WAIT * highWaterBytes);
    }

    // ---- Its life.

    /**
     * Takes the lease and the first numbers.
     *
     * @param streamPosition behind which the stream is read
     * @throws IOException if the registry cannot be reached
     */
    public void begin(long streamPosition) throws IOException {
        incoming.beginAt(streamPosition);
        renewLease();
        numbers.refill();
    }

    /** Begins without the registry, which may come later. */
    public void beginAlone() {
        numbers.begin(incarnation);
    }

    /** After {@link #begin} or {@link #beginAlone}. */
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
                LOG.error("relay", e); // the next time may be better
            }
        };
    }

    /** Sends what was said here, until all of it is acknowledged or the time is over. Returns whether it is. */
    public boolean drain(Duration patience) throws InterruptedException {
        long end = clockNanos.getAsLong() + patience.toNanos();
        while (!outbox.isEmpty() && clockNanos.getAsLong() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return outbox.isEmpty();
    }

    /** Leaves the cluster: its nicks are free at once. */
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
            Thread.currentThread().interrupt(); // the end
        } catch (RuntimeException | Error e) {
            chat.fail(e);
        }
    }

    /** Does one step of the sending thread. */
    void sendStep() {
        outbox.step();
    }

    /** Everything that was said here is in the stream. */
    boolean isSent() {
        return outbox.isEmpty();
    }

    /** Some times a second. */
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

    /** About once a second. */
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

    // ---- What comes.

    /** The next message of the stream. By one thread. */
    public void onMessage(long streamPosition, String roomKey, byte[] message) {
        try {
            incoming.accept(streamPosition, roomKey, message);
        } catch (RuntimeException | Error e) {
            chat.fail(e); // else these lines would be lost without a word
        }
    }

    /** Messages are gone from the stream that were not read. By the same thread. */
    public void onGap(long messages) {
        incoming.onGap(messages);
    }

    /** Returns how far the stream is read. */
    public long position() {
        return incoming.position();
    }

    /** Another stream is there in place of the one that was read. By the thread that reads it. */
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

    /** The registry is lost, so this server's nicks must be claimed again. */
    public void onRegistryLost() {
        claims.reclaim(chat.chosenNicks(), chat::loseNick);
    }

    /** The connection is back. */
    public void onReconnected() {
        counters.reconnected();
        outbox.onReconnected();
        presence.onRefresh(incarnation);
        tellOthers(new Signal.Refresh(incarnation, 0));
    }

    // ---- What the core asks.

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

    // ---- How it is.

    public RelayCounters counters() {
        return counters;
    }

    /**
     * @param isConnected to what carries it
     * @param lagMessages of the stream that are not read here yet; -1 if that is not known
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
