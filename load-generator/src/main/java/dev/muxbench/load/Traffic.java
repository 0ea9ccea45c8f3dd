package dev.muxbench.load;

import dev.muxbench.load.attack.Attacks;
import dev.muxbench.load.client.Churn;
import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.Entrance;
import dev.muxbench.load.client.ReadBuffer;
import dev.muxbench.load.client.Returns;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.client.Senders;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.verify.DeliveryDecoder;
import dev.muxbench.load.verify.Verifier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Drives one worker's clients through one load: sends their lines, lets them leave and come back when due, reads and verifies what they
 * receive.
 *
 * <p>Threads: its worker's.
 */
final class Traffic implements Network.Handler<Client> {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int IDLE_MILLIS = 10;

    /** The time after the measured time in which lines that are due are still sent. */
    private static final long LONGEST_BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunState state;
    private final Dialect dialect;
    private final Network<Client> network;
    private final ReadBuffer buffer;
    private final Verifier verifier;
    private final Recording recording;
    private final DeliveryDecoder decoder;
    private final List<Client> clients;
    private final Senders senders;
    private final Attacks attacks;
    private final Returns returns;
    private final Churn churn;
    private boolean loading = true;
    private boolean heard; // something, from the network
    private long turnNanos; // when this turn heard of something
    private final Counting counting;
    private final Lags lags;

    Traffic(RunState state, Network<Client> network, Verifier verifier, Recording recording, List<Client> clients)
            throws IOException {
        this.state = state;
        this.dialect = state.plan.speech().protocol().open(state);
        this.network = network;
        this.buffer = new ReadBuffer(verifier);
        this.verifier = verifier;
        this.clients = clients;
        this.recording = recording;
        this.decoder = new DeliveryDecoder(state.ledger, dialect, verifier, recording);
        this.counting = new Counting(state, verifier, clients);
        this.lags = new Lags(state, clients);
        var plan = state.plan;
        clients.forEach(client -> recording.expect(state.ledger.census.guestsTo(client.id()))); // the ends
        this.senders = new Senders(state, dialect, recording, those(clients, id -> id < plan.senders()), this::lose);
        this.attacks = new Attacks(state, dialect, recording, buffer, clients);
        this.returns = new Returns(state, new Entrance(state, dialect, network), recording, clients, this::onBack);
        this.churn = new Churn(state, returns, those(clients, state.ledger.census::comesAndGoes));
    }

    private static List<Client> those(List<Client> clients, IntPredicate condition) {
        return clients.stream().filter(client -> condition.test(client.id())).toList();
    }

    /** Runs until the run says that everything has arrived or nothing more will. */
    void run() throws IOException {
        long due = Long.MIN_VALUE;
        while (!state.end) {
            long now = System.nanoTime();
            boolean early = now < due;
            due = Math.min(loading ? load(now) : Long.MAX_VALUE, returns.onTurn(now));
            senders.flush();
            boolean waited = select(due);
            long end = System.nanoTime();
            if (early && !waited && !heard) {
                recording.onIdleTurn(end - now);
            }
            recording.rollIfDue(end);
            lags.onTurn(end);
        }
        returns.end();
        clients.forEach(client -> verifier.end(client.receiver));
        senders.end();
        recording.rollLast(System.nanoTime());
    }

    /** Does what is due. Returns when something is due next. */
    private long load(long nowNanos) throws IOException {
        long due = Math.min(senders.putDue(nowNanos), churn.onTurn(nowNanos));
        boolean over = state.stopSending || nowNanos >= state.measureTo();
        if (over) {
            attacks.release();
            counting.release();
        } else {
            due = Math.min(due, attacks.onTurn(nowNanos));
        }
        boolean behind = due <= nowNanos && nowNanos - state.measureTo() < LONGEST_BACKLOG_NANOS;
        if (state.stopSending || (over && churn.isDone() && !behind)) {
            loading = false;
            senders.sayEnd(nowNanos);
            state.loading.decrementAndGet();
        }
        return due;
    }

    /**
     * Waits for events in whole milliseconds, rounded down. What is due in less than one is polled for, so it is in time.
     *
     * @return true if it waited
     */
    private boolean select(long dueNanos) throws IOException {
        heard = false;
        long millis = dueNanos == Long.MAX_VALUE
                ? IDLE_MILLIS
                : Math.clamp((dueNanos - System.nanoTime()) / NANOS_PER_MILLI, 0, IDLE_MILLIS);
        network.select(millis, this);
        return millis > 0;
    }

    private void onBack(Client client) {
        churn.onBack(client);
        senders.onBack(client);
    }

    @Override
    public void onConnected(Client client, @Nullable IOException failure) {
        heard = true;
        returns.onConnected(client, failure);
    }

    @Override
    public void onReadable(Client client) {
        if (!heard) {
            turnNanos = System.nanoTime();
            heard = true;
        }
        if (client.isCounted()) {
            count(client);
            return;
        }
        var pace = client.pace;
        int end = pace == null ? buffer.read(client, ReadBuffer.READ_BYTES) : attacks.read(client, pace);
        if (end < 0) {
            lose(client);
            return;
        }
        long now = System.nanoTime();
        recording.rollIfDue(now);
        if (client.stage == Client.Stage.READY) {
            take(client, buffer.begin(), end, now);
        } else {
            welcome(client, end, now);
        }
        decoder.endOfRead(now);
    }

    private void count(Client client) {
        try {
            int count = client.discard();
            if (count >= 0) {
                recording.onCounted(count, turnNanos);
                state.ledger.counted.onReceived(count);
                return;
            }
        } catch (IOException e) {
            // as at its end
        }
        lose(client);
    }

    private void take(Client client, int from, int end, long nowNanos) {
        buffer.keepTail(client, decoder.decode(client.receiver, buffer.bytes, from, end, nowNanos), end);
        if (client.receiver.hasAnswers()) {
            client.say(client.receiver.takeAnswers());
            onWritable(client);
        }
    }

    /** Handles frames of a client that is not in yet. Some may be lines of this load, because a server may greet late. */
    private void welcome(Client client, int end, long nowNanos) {
        int at = buffer.begin();
        int lf = dialect.frameEnd(buffer.bytes, at, end);
        while (client.isJoining() && lf >= 0) {
            if (!decoder.onDelivery(client.receiver, buffer.bytes, at, lf, nowNanos)) {
                onStrange(client, at, lf, nowNanos);
            }
            at = lf + 1;
            lf = dialect.frameEnd(buffer.bytes, at, end);
        }
        if (client.stage != Client.Stage.CLOSED) {
            take(client, at, end, nowNanos);
        }
    }

    private void onStrange(Client client, int from, int lf, long nowNanos) {
        if (LineCodec.beginsIn(buffer.bytes, from, lf)) {
            verifier.onOther(buffer.bytes, from, lf);
        } else {
            returns.onFrame(client, buffer.bytes, from, lf, nowNanos);
        }
    }

    @Override
    public void onWritable(Client client) {
        heard = true;
        try {
            client.flush();
        } catch (IOException e) {
            lose(client);
        }
    }

    private void lose(Client client) {
        if (client.stage == Client.Stage.CLOSED) {
            return;
        }
        if (client.isJoining()) {
            returns.fail(client, state.targetOf(client) + " closed the connection of a client that was coming back");
        } else if (client.receiver.isUnruly()) {
            attacks.onClosed(client);
        } else if (!returns.onBroken(client, System.nanoTime())) {
            client.close();
            state.onLost();
        }
    }

    Lags lags() {
        return lags;
    }

    /** As {@link Counting#settle}; called when the threads of all workers have ended. */
    long settleCounted() {
        return counting.settle();
    }
}
