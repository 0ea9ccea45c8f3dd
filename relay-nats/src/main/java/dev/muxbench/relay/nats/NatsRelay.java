package dev.muxbench.relay.nats;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.relay.ClusterRelay;
import dev.muxbench.relay.RelayCounters;
import dev.muxbench.relay.RelayStatus;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's membership in a cluster, through NATS.
 *
 * <p>Threads: any.
 */
public final class NatsRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsRelay.class);
    private static final int LOOKS_PER_PURGE = 5;
    private static final int SILENT_LOOKS = 2;
    private static final String NOT_CONNECTED = ClusterRelay.NOT_CONNECTED;

    private final NatsSettings settings;
    private final long incarnation = new SecureRandom().nextLong();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("relay-watch").factory());
    private final LateLinks links;
    private volatile @Nullable ClusterRelay relay; // null until the chat exists
    private volatile boolean ended;
    private volatile boolean reading; // true once the stream and the signals are read
    private String toldObstacle = ""; // for the watch's thread
    private int looks; // for the watch's thread
    private int silentLooks; // consecutive ones; for the watch's thread

    private NatsRelay(NatsSettings settings) {
        this.settings = settings;
        links = new LateLinks(settings);
    }

    /**
     * Connects to NATS, and creates the streams that the cluster needs.
     *
     * @param optional true if the server may run alone while NATS cannot be reached
     * @throws RelayProblem if NATS cannot be reached and is not optional, or a file named in the settings is wrong
     */
    public static NatsRelay connect(NatsSettings settings, boolean optional) throws RelayProblem {
        var relay = new NatsRelay(settings);
        var options = relay.options();
        try {
            relay.attach(options);
        } catch (RelayProblem e) {
            if (!optional) {
                throw e;
            }
            LOG.warn("not joined with the other servers: {}", e.getMessage());
            relay.toldObstacle = NOT_CONNECTED;
        }
        return relay;
    }

    private LateLinks.Attached attach(Options options) throws RelayProblem {
        var connection = NatsConnections.open(options);
        try {
            if (Streams.make(connection.jetStreamManagement(), settings)) {
                LOG.info("cluster {}: made what it needs in JetStream", settings.cluster());
            }
            var context = connection.jetStream(JetStreamOptions.builder()
                    .requestTimeout(NatsConnections.PATIENCE)
                    .build());
            var all = new LateLinks.Attached(
                    connection,
                    new NatsStream(context, settings),
                    new NatsRegistry(connection, settings, incarnation),
                    new StreamReader(connection, settings, incarnation));
            links.attach(all);
            return all;
        } catch (IOException | JetStreamApiException e) {
            NatsConnections.close(connection);
            throw new RelayProblem(
                    "the relay's JetStream does not answer: " + NatsConnections.inWords(e)
                            + "; start nats-server with -js, or let this account use it",
                    e);
        }
    }

    private Options options() throws RelayProblem {
        return NatsConnections.options(settings, "muxbench " + Long.toHexString(incarnation), () -> {
            var now = relay;
            if (now != null) {
                now.onReconnected();
            }
        });
    }

    // ---- Life cycle.

    /**
     * Creates the relay of this chat. To be called before the first client.
     *
     * @param mostClients    limit of this server's clients
     * @param highWaterBytes high-water mark of a room
     */
    public Relay join(JoinedChat chat, int mostClients, long highWaterBytes) {
        var all = new ClusterRelay.Links(links, links, links);
        var cluster = new ClusterRelay(incarnation, chat, all, mostClients, highWaterBytes, System::nanoTime);
        relay = cluster;
        return cluster;
    }

    /**
     * Joins the other servers. To be called after {@link #join} and before the first client.
     *
     * @throws RelayProblem if NATS was reached by {@link #connect} and does not answer now
     */
    public void start() throws RelayProblem {
        var cluster = Objects.requireNonNull(relay, "not joined");
        var now = links.attached();
        try {
            if (now == null) {
                cluster.beginAlone();
            } else {
                cluster.begin(now.reader().end());
                read(now, cluster);
            }
        } catch (IOException | JetStreamApiException e) {
            throw new RelayProblem("the relay does not answer: " + NatsConnections.inWords(e), e);
        }
        cluster.start();
        var _ = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void read(LateLinks.Attached now, ClusterRelay cluster) throws IOException, JetStreamApiException {
        now.reader().begin(cluster);
        now.connection()
                .createDispatcher(message -> cluster.onSignal(message.getData()))
                .subscribe(settings.signalSubject());
        reading = true;
    }

    /** Checks the connection and the stream. Called about once a second. */
    private void look() {
        var cluster = relay;
        if (cluster == null || ended) {
            return;
        }
        try {
            look(cluster);
            silentLooks = 0;
        } catch (IOException e) {
            LOG.debug("the relay does not answer", e);
            reconnectIfSilent();
        } catch (JetStreamApiException | RelayProblem | RuntimeException e) {
            LOG.debug("the relay does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tellObstacle(status().obstacle());
    }

    /**
     * Reconnects if NATS did not answer twice in a row. A connection may look alive and receive nothing: if reading and
     * writing fail at the same moment, the client library (2.25.1) reconnects twice at once, and its subscriptions are
     * on neither connection.
     */
    private void reconnectIfSilent() {
        var now = links.attached();
        if (now == null || ++silentLooks < SILENT_LOOKS) {
            return;
        }
        silentLooks = 0;
        try {
            LOG.debug("the relay is silent: connecting again");
            now.connection().forceReconnect();
        } catch (IOException e) {
            LOG.debug("not yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(ClusterRelay cluster)
            throws IOException, JetStreamApiException, RelayProblem, InterruptedException {
        var now = links.attached();
        if (now == null) {
            now = attach(options());
        }
        if (!reading) { // NATS was not reached at the start
            cluster.onOtherStream(now.reader().end());
            read(now, cluster);
            cluster.onReconnected();
        }
        if (now.connection().getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            now.reader().look();
        } catch (JetStreamApiException e) {
            if (Streams.make(now.connection().jetStreamManagement(), settings)) {
                LOG.error("cluster {}: JetStream has lost its streams, they are made anew", settings.cluster());
                cluster.onRegistryLost();
            }
            throw e;
        }
        if (++looks % LOOKS_PER_PURGE == 0) {
            purge(now);
        }
    }

    /** Removes messages from the stream that every server has read. */
    private void purge(LateLinks.Attached now) throws IOException, JetStreamApiException, InterruptedException {
        long read = now.registry().positions().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        if (read > 0) {
            now.connection()
                    .jetStreamManagement()
                    .purgeStream(
                            settings.stream(),
                            PurgeOptions.builder().sequence(read + 1).build());
        }
    }

    private void tellObstacle(String obstacle) {
        if (!obstacle.equals(toldObstacle)) {
            if (obstacle.isEmpty()) {
                LOG.info("joined with the other servers of cluster {} again", settings.cluster());
            } else {
                LOG.warn("not joined with the other servers: {}", obstacle);
            }
            toldObstacle = obstacle;
        }
    }

    /** Waits until all lines said here are in the stream, before this server stops. Returns false if the patience was too short. */
    public boolean drain(Duration patience) throws InterruptedException {
        var now = relay;
        return now == null || now.drain(patience);
    }

    @Override
    public void close() {
        ended = true;
        watch.shutdownNow();
        var now = links.attached();
        var cluster = relay;
        if (now != null) {
            now.reader().end(isConnected());
        }
        if (cluster != null) {
            cluster.end();
        }
        if (now != null) {
            NatsConnections.close(now.connection());
        }
    }

    // ---- State.

    /** Returns the bytes of heap that a relay needs at most for lines under way, with this high-water mark of a room. */
    public static long heapBoundBytes(long highWaterBytes) {
        return ClusterRelay.heapBoundBytes(highWaterBytes) + StreamReader.MOST_BYTES_AHEAD;
    }

    private boolean isConnected() {
        var now = links.attached();
        return now != null && reading && now.connection().getStatus() == Connection.Status.CONNECTED;
    }

    public RelayStatus status() {
        var now = links.attached();
        var cluster = relay;
        return cluster == null
                ? new RelayStatus("the relay is not there yet", 0, 0, 0, 0, -1)
                : cluster.status(isConnected(), now == null ? -1 : now.reader().lagMessages());
    }

    /** Returns the relay's counters. */
    public RelayCounters counters() {
        var cluster = relay;
        return cluster == null ? new RelayCounters() : cluster.counters();
    }
}
