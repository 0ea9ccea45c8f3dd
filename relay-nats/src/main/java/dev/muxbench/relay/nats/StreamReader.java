package dev.muxbench.relay.nats;

import dev.muxbench.relay.ClusterRelay;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole stream message by message. Messages that came before are ignored; if one is missing, the consumer is
 * created anew behind the last message. So a lost or doubled message or a lost consumer only causes a delay.
 *
 * <p>Threads: any. Messages arrive on a thread of the connection.
 */
final class StreamReader {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final int MESSAGES_AHEAD = 256;
    static final long MOST_BYTES_AHEAD = (long) MESSAGES_AHEAD * ClusterRelay.LARGEST_MESSAGE_BYTES;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5); // NATS then deletes an unused consumer

    private final Connection connection;
    private final NatsSettings settings;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private @Nullable ClusterRelay relay;
    private @Nullable MessageConsumer consumer;
    private int generation;
    private long positionAtLastLook = -1;
    private volatile long lagMessages = -1;

    StreamReader(Connection connection, NatsSettings settings, long incarnation) {
        this.connection = connection;
        this.settings = settings;
        this.name = "server-" + Long.toHexString(incarnation);
    }

    /** Returns the position of the last message that is in the stream now. */
    long end() throws IOException, JetStreamApiException {
        return state().getLastSequence();
    }

    private StreamState state() throws IOException, JetStreamApiException {
        return connection.jetStreamManagement().getStreamInfo(settings.stream()).getStreamState();
    }

    /** Begins to read behind the relay's position. */
    void begin(ClusterRelay into) throws IOException, JetStreamApiException {
        lock.lock();
        try {
            relay = into;
            restart();
        } finally {
            lock.unlock();
        }
    }

    private void restart() throws IOException, JetStreamApiException {
        var into = relay;
        if (into == null) {
            return;
        }
        if (consumer != null) {
            consumer.stop();
            consumer = null;
        }
        skipWhatIsGone(into);
        int own = ++generation;
        var stream = connection.getStreamContext(settings.stream());
        try {
            stream.deleteConsumer(name);
        } catch (JetStreamApiException e) {
            LOG.debug("consumer {}", name, e); // it did not exist
        }
        var configuration = ConsumerConfiguration.builder()
                .durable(name)
                .ackPolicy(AckPolicy.None)
                .deliverPolicy(DeliverPolicy.ByStartSequence)
                .startSequence(into.position() + 1)
                .inactiveThreshold(FORGOTTEN_AFTER)
                .numReplicas(1)
                .memStorage(true)
                .build();
        consumer = stream.createOrUpdateConsumer(configuration)
                .consume(
                        ConsumeOptions.builder()
                                .batchSize(MESSAGES_AHEAD)
                                .expiresIn(5000)
                                .build(),
                        message -> onMessage(own, into, message));
    }

    /** Skips messages that the stream has dropped, because of their age or because all others had read them. */
    private void skipWhatIsGone(ClusterRelay into) throws IOException, JetStreamApiException {
        var state = state();
        long position = into.position();
        if (state.getLastSequence() < position) {
            LOG.error("stream {} is another one than before", settings.stream());
            into.onOtherStream(Math.max(0, state.getFirstSequence() - 1));
        } else if (state.getFirstSequence() > position + 1) {
            into.onGap(state.getFirstSequence() - 1 - position);
            into.onOtherStream(state.getFirstSequence() - 1);
        }
    }

    private void onMessage(int of, ClusterRelay into, Message message) {
        lock.lock();
        try {
            long position = message.metaData().streamSequence();
            if (of != generation || position <= into.position()) {
                return;
            }
            if (position != into.position() + 1) {
                restart();
                return;
            }
            var subject = message.getSubject();
            var room = Tokens.name(subject.substring(subject.lastIndexOf('.') + 1));
            into.onMessage(position, room == null ? "" : room, message.getData());
        } catch (IOException | JetStreamApiException e) {
            LOG.debug("the stream is read again when it answers", e);
        } finally {
            lock.unlock();
        }
    }

    /** Begins anew if the reader is stuck while the stream has more. Called about once a second. */
    void look() throws IOException, JetStreamApiException {
        lock.lock();
        try {
            if (relay == null) {
                return;
            }
            long position = relay.position();
            long end = end();
            lagMessages = Math.max(0, end - position);
            if (end != position && position == positionAtLastLook) {
                LOG.warn("the stream is at {} and is read up to {}: reading begins again there", end, position);
                restart();
            }
            positionAtLastLook = position;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of messages that are in the stream and not read here yet; -1 if unknown. */
    long lagMessages() {
        return lagMessages;
    }

    /** Stops reading for good, and deletes the consumer if {@code forget} is true. */
    void end(boolean forget) {
        lock.lock();
        try {
            generation++;
            relay = null;
            if (consumer != null) {
                consumer.stop();
            }
            if (forget) {
                connection.getStreamContext(settings.stream()).deleteConsumer(name);
            }
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            LOG.debug("consumer {} is forgotten by itself", name, e);
        } finally {
            lock.unlock();
        }
    }
}
