package dev.muxbench.load;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.Connector;
import dev.muxbench.load.client.Entrance;
import dev.muxbench.load.client.ReadBuffer;
import dev.muxbench.load.client.Receivers;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.CoreWait;
import dev.muxbench.load.judge.LoadReport.Latencies;
import dev.muxbench.load.net.Cpus;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.FaultCounts;
import dev.muxbench.load.verify.Verifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its clients: connects them, and hands them over to a {@link Traffic} for each load.
 *
 * <p>Threads: its own, except the methods for the run.
 */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int IDLE_MILLIS = 10;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final RunState entry; // in which its clients connect
    private final Dialect dialect; // likewise
    private final Network<Client> network;
    private final Network.Handler<Client> connecting = new Connecting();
    private final Connector connector;
    private final ReadBuffer buffer; // before the first load
    private final OptionalInt cpu;
    private final BlockingQueue<Optional<RunState>> loads = new LinkedBlockingQueue<>(); // to come; empty for the end
    private volatile RunState state; // in which it works
    private volatile @Nullable Recording recording; // of that load, from its start on
    private @Nullable Traffic begun; // likewise
    private Verifier verifier;
    private volatile @Nullable CoreWait coreWait; // set when its thread begins
    private @Nullable LoadException connectFailure;

    /**
     * @param entry the state in which its clients connect
     * @param ids   of its clients, ascending; clients below the plan's number of senders send
     * @param cpu   to run on; empty for the system's choice
     */
    Worker(RunState entry, Network<Client> network, List<Integer> ids, OptionalInt cpu) {
        this.entry = entry;
        this.state = entry;
        this.cpu = cpu;
        this.network = network;
        this.dialect = entry.plan.speech().protocol().open(entry);
        this.connector = new Connector(entry, new Entrance(entry, dialect, network), ids);
        this.verifier = new Verifier(entry.ledger.total);
        this.buffer = new ReadBuffer(verifier);
    }

    @Override
    public void run() {
        coreWait = CoreWait.ofThisThread();
        try (network) {
            pin();
            connect();
            for (var load = loads.take(); load.isPresent(); load = loads.take()) {
                start(load.get()).run();
                state.working.countDown();
            }
            connector.clients().forEach(Client::close);
        } catch (LoadException e) {
            state.fail(e);
            connector.clients().forEach(Client::close);
        } catch (IOException e) {
            state.fail(new LoadException("waiting for the sockets: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("a worker of the generator has died", e);
            state.fail(new LoadException("a worker of the generator has died of " + e + "; its log has more"));
        } finally {
            state.working.countDown();
        }
    }

    private void pin() throws LoadException {
        try {
            if (cpu.isPresent()) {
                Cpus.pinTo(cpu.getAsInt());
            }
        } catch (IOException e) {
            throw new LoadException(e.getMessage() + " (--cpus)");
        }
    }

    private void connect() throws LoadException, IOException {
        while (!connector.isDone() && !entry.end) {
            long due = connector.openDue();
            network.select(Math.clamp((due - System.nanoTime()) / NANOS_PER_MILLI, 0, IDLE_MILLIS), connecting);
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
                readFrames(client);
            } catch (LoadException e) {
                connectFailure = e;
            }
        }

        @Override
        public void onWritable(Client client) {
            try {
                client.flush();
            } catch (IOException e) {
                connectFailure = connector.lost(client, "broke the connection");
            }
        }
    }

    private void readFrames(Client client) throws LoadException {
        int end = buffer.read(client, ReadBuffer.READ_BYTES);
        if (end < 0) {
            throw connector.lost(client, buffer.end());
        }
        int at = buffer.begin();
        int lf = dialect.frameEnd(buffer.bytes, at, end);
        while (lf >= 0) {
            connector.onFrame(client, buffer.bytes, at, lf);
            at = lf + 1;
            lf = dialect.frameEnd(buffer.bytes, at, end);
        }
        buffer.keepTail(client, at, end);
    }

    private Traffic start(RunState load) throws IOException {
        var clients = connector.clients();
        new Receivers(load).renew(clients);
        verifier = new Verifier(load.ledger.total);
        var fresh =
                new Recording(load.startNanos, load.measureFrom(), load.measureTo(), load.ledger.counted::frameBytes);
        var traffic = new Traffic(load, network, verifier, fresh, clients);
        recording = fresh;
        begun = traffic;
        return traffic;
    }

    // ---- For the run.

    /** Begins the next load, whose start has come. Called between two loads. */
    void begin(RunState load) {
        recording = null; // what it has is of the load before
        begun = null;
        state = load;
        loads.add(Optional.of(load));
    }

    /** Ends the thread, because there is no other load. */
    void end() {
        loads.add(Optional.empty());
    }

    @Nullable
    Recording recording() {
        return recording;
    }

    /** As {@link Connector#readyNanos()}. */
    long readyNanos() {
        return connector.readyNanos();
    }

    /** Returns the deliveries verified by looking or by counting; called when all threads have ended. */
    long settled() {
        var traffic = begun;
        var current = recording;
        return traffic == null || current == null ? 0 : current.lookedAt() + traffic.settleCounted();
    }

    /** As {@link Lags#behind()}; called when the thread has ended. */
    int behind() {
        return begun == null ? 0 : begun.lags().behind();
    }

    /** As {@link Lags#mostWindows()}; called when the thread has ended. */
    double mostWindowsBehind() {
        return begun == null ? 0 : begun.lags().mostWindows();
    }

    /** Returns the latencies without the response time, which is in the intervals; called when the thread has ended. */
    Latencies latencies() {
        var current = recording;
        if (current == null) {
            return Latencies.none();
        }
        return new Latencies(
                Recording.newHistogram(),
                current.service(),
                current.lastReceiver(),
                current.scheduleError(),
                current.pushback(),
                connector.latencyNanos(),
                current.joinLatency(),
                current.outage(),
                current.unrulyLatency(),
                current.negative(),
                current.saturated());
    }

    ConcurrentLinkedQueue<Interval> finishedIntervals() {
        var current = recording;
        return current == null ? new ConcurrentLinkedQueue<>() : current.finished();
    }

    /**
     * Returns the deliveries that the lines of its senders cause, corrected by what its clients must receive besides or need not
     * receive.
     */
    long expected() {
        var current = recording;
        return current == null ? 0 : current.expected();
    }

    long delivered() {
        var current = recording;
        return current == null ? 0 : current.delivered();
    }

    /** As {@link CoreWait#nanos()}. */
    OptionalLong coreWaitNanos() {
        var current = coreWait;
        return current == null ? OptionalLong.empty() : current.nanos();
    }

    /** As {@link Verifier#seen()}. */
    long faultsSeen() {
        return verifier.seen();
    }

    /** As {@link Verifier#foreign()}. */
    long foreign() {
        return verifier.foreign();
    }

    FaultCounts faults() {
        return verifier.counts();
    }
}
