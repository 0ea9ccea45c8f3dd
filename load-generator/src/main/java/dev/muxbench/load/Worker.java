package dev.muxbench.load;

import dev.muxbench.load.LoadPlan.Arrivals;
import dev.muxbench.load.net.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread's clients: connects them, sends their lines when they are due, reads and verifies what they receive.
 *
 * <p>Threads: its own, but for {@link #recording()}, which may be asked for by any.
 */
final class Worker implements Runnable {
    private static final int READ_BYTES = 256 << 10;
    private static final int LONGEST_TAIL = 2 * LoadPlan.MAX_LINE_BYTES;
    private static final long IDLE_MILLIS = 10;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final RunState state;
    private final LineCodec codec;
    private final int[] ownSenders;
    private final Network<Client> network;
    private final Network.Handler<Client> connecting = new Connecting();
    private final Network.Handler<Client> running = new Running();
    private final Connector connector;
    private final Verifier verifier;
    private final byte[] lines = new byte[READ_BYTES + LONGEST_TAIL];
    private final List<Client> senders = new ArrayList<>();
    private volatile @Nullable Recording recording; // set at the start
    private @Nullable Recording measuring; // the same, without the volatile read
    private @Nullable DeliveryDecoder decoder; // from the start on
    private @Nullable LoadException connectFailure;
    private int nextSender;

    /** @param ids of its clients, ascending; those below the plan's senders send */
    Worker(RunState state, List<Integer> ids) throws IOException {
        this.state = state;
        this.codec = state.codec;
        this.ownSenders = ids.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id < state.plan.senders())
                .toArray();
        this.network = state.plan.transport().open();
        this.connector = new Connector(state, network, ids);
        this.verifier = new Verifier(state.plan.senders());
    }

    @Override
    public void run() {
        try (network) {
            connect();
            state.start.await();
            if (!state.end) {
                begin();
                send();
                receive();
            }
            connector.clients().forEach(Client::close);
        } catch (LoadException e) {
            state.fail(e);
            connector.clients().forEach(Client::close);
        } catch (IOException e) {
            state.fail(new LoadException("waiting for the sockets: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- Before the start.

    private void connect() throws LoadException, IOException {
        while (!connector.isDone() && !state.end) {
            connector.openMore();
            network.select(IDLE_MILLIS, connecting);
            var failure = connectFailure;
            if (failure != null) {
                throw failure;
            }
        }
    }

    private final class Connecting implements Network.Handler<Client> {
        @Override
        public void onConnected(Client client, @Nullable IOException failure) {
            try {
                connector.onConnected(client, failure);
            } catch (LoadException e) {
                connectFailure = e;
            }
        }

        @Override
        public void onReadable(Client client) {
            try {
                if (client.stage == Client.Stage.READY) {
                    readForLater(client);
                } else {
                    readGreeting(client);
                }
            } catch (LoadException e) {
                connectFailure = e;
            }
        }

        @Override
        public void onWritable(Client client) {
            flush(client);
        }
    }

    private void readGreeting(Client client) throws LoadException {
        int end = read(client);
        if (end < 0) {
            throw connector.lost("closed the connection");
        }
        int at = 0;
        for (int lineEnd = Lines.indexOfLineFeed(lines, at, end); lineEnd >= 0; ) {
            if (client.stage != Client.Stage.READY) {
                connector.onLine(client, lines, at, lineEnd);
            }
            at = lineEnd + 1;
            lineEnd = Lines.indexOfLineFeed(lines, at, end);
        }
        keepTail(client, at, end);
    }

    /** Others talk on this server, too: not ours, as our senders have not begun. */
    private void readForLater(Client client) throws LoadException {
        if (read(client) < 0) {
            throw connector.lost("closed a connection");
        }
    }

    // ---- From the start on.

    private void begin() {
        var fresh = new Recording(state.startNanos, state.measureFrom(), state.measureTo());
        measuring = fresh;
        decoder = new DeliveryDecoder(state, verifier, fresh);
        recording = fresh;
        for (var client : connector.clients()) {
            if (client.id() < state.plan.senders()) {
                senders.add(client);
            }
        }
    }

    private Recording measuring() {
        return Objects.requireNonNull(measuring);
    }

    private DeliveryDecoder decoder() {
        return Objects.requireNonNull(decoder);
    }

    private void send() throws IOException {
        switch (state.plan.arrivals()) {
            case Arrivals.ConstantRate(var rate) ->
                sendOnSchedule(
                        new Schedule(ownSenders, state.plan.senders(), rate, state.startNanos, state.measureTo()));
            case Arrivals.ClosedWindow(var window) -> sendInWindow(window);
        }
    }

    private void sendOnSchedule(Schedule schedule) throws IOException {
        while (!state.end && !state.stopSending) {
            long now = System.nanoTime();
            long due = schedule.nextDueNanos();
            if (due == Long.MAX_VALUE) {
                break;
            }
            while (due <= now) {
                emit(senders.get(schedule.take()), due, now);
                due = schedule.nextDueNanos();
            }
            flushSenders();
            select(due == Long.MAX_VALUE ? 0 : (due - System.nanoTime()) / NANOS_PER_MILLI);
        }
    }

    private void sendInWindow(int window) throws IOException {
        while (!state.end && !state.stopSending && !senders.isEmpty()) {
            long now = System.nanoTime();
            if (now >= state.measureTo()) {
                break;
            }
            fillWindow(window, now);
            flushSenders();
            select(1);
        }
    }

    private void fillWindow(int window, long nowNanos) {
        int refused = 0;
        while (state.sent.get() - state.completions.completed() < window && refused < senders.size()) {
            refused = emit(senders.get(nextSender), nowNanos, nowNanos) ? 0 : refused + 1;
            nextSender = (nextSender + 1) % senders.size();
        }
    }

    /** Returns false if the sender's connection is lost: what is not sent is missing from the count of sent lines. */
    private boolean emit(Client sender, long dueNanos, long nowNanos) {
        if (sender.stage == Client.Stage.CLOSED) {
            return false;
        }
        int number = sender.takeNumber();
        state.completions.begin(sender.id(), number, state.plan.receiversOf(sender.id()));
        sender.putLine(codec, dueNanos, sender.id(), number);
        state.sent.incrementAndGet();
        measuring().onSent(dueNanos, nowNanos);
        return true;
    }

    private void flushSenders() {
        for (int i = 0; i < senders.size(); i++) {
            var sender = senders.get(i);
            if (sender.hasOutput()) {
                flush(sender);
            }
        }
    }

    private void flush(Client client) {
        try {
            client.flush();
        } catch (IOException e) {
            lose(client);
        }
    }

    /** Until the run says that everything has arrived or nothing more will. */
    private void receive() throws IOException {
        while (!state.end) {
            flushSenders();
            select(IDLE_MILLIS);
        }
        measuring().roll(System.nanoTime());
    }

    private void select(long millis) throws IOException {
        network.select(Math.max(0, millis), running);
        measuring().rollIfDue(System.nanoTime());
    }

    private final class Running implements Network.Handler<Client> {
        @Override
        public void onConnected(Client client, @Nullable IOException failure) {
            throw new IllegalStateException("all are connected");
        }

        @Override
        public void onReadable(Client client) {
            int end = read(client);
            if (end < 0) {
                lose(client);
            } else {
                long now = System.nanoTime();
                keepTail(client, decoder().decode(client, lines, end, now), end);
                measuring().endOfRead(now);
            }
        }

        @Override
        public void onWritable(Client client) {
            flush(client);
        }
    }

    private void lose(Client client) {
        if (client.stage != Client.Stage.CLOSED) {
            client.close();
            state.lost.incrementAndGet();
        }
    }

    /** Returns the end in {@link #lines}, or -1 at the connection's end, however it came. */
    private int read(Client client) {
        try {
            return client.read(lines, READ_BYTES);
        } catch (IOException e) {
            return -1;
        }
    }

    private void keepTail(Client client, int from, int end) {
        if (end - from > LONGEST_TAIL) {
            verifier.onOther(lines, from, end); // no line of ours is that long
            client.keepTail(lines, end, end);
        } else {
            client.keepTail(lines, from, end);
        }
    }

    // ---- For the run.

    @Nullable
    Recording recording() {
        return recording;
    }

    ConcurrentLinkedQueue<Interval> finishedIntervals() {
        var current = recording;
        return current == null ? new ConcurrentLinkedQueue<>() : current.finished();
    }

    long delivered() {
        var current = recording;
        return current == null ? 0 : current.delivered();
    }

    FaultCounts faults() {
        return verifier.counts();
    }

    /** Deliveries that the lines of its senders must cause. */
    long expected() {
        long sum = 0;
        for (var sender : senders) {
            sum += (long) sender.linesSent() * state.plan.receiversOf(sender.id());
        }
        return sum;
    }
}
