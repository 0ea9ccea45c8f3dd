package dev.muxbench.relay.nats;

import dev.muxbench.core.relay.Relay.Claim;
import dev.muxbench.relay.ClusterRelay;
import dev.muxbench.relay.Registry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry, in three buckets. {@code leases}: incarnation → position up to which that server has read the stream; a
 * key that is not renewed expires after {@link ClusterRelay#LEASE}. {@code nicks}: nick → incarnation; any server may
 * take over a nick of a server without a lease. {@code numbers}: the first number that is still free.
 *
 * <p>Threads: any.
 */
final class NatsRegistry implements Registry {
    private static final int WRONG_LAST_SEQUENCE = 10_071;
    private static final int NO_MESSAGE_FOUND = 10_037;
    private static final int NOT_FOUND = 404;
    private static final int ATTEMPTS = 5;
    private static final String NEXT = "next";

    private final Connection connection;
    private final JetStreamManagement management;
    private final NatsSettings settings;
    private final String own;
    private final KeyValue leases;
    private final KeyValue nicks;
    private final KeyValue numbers;
    private final ConcurrentHashMap<String, Long> revisions = new ConcurrentHashMap<>(); // of this server's claims

    NatsRegistry(Connection connection, NatsSettings settings, long incarnation) throws IOException {
        this.connection = connection;
        this.settings = settings;
        this.own = Long.toHexString(incarnation);
        this.management = connection.jetStreamManagement();
        this.leases = connection.keyValue(settings.bucket("leases"));
        this.nicks = connection.keyValue(settings.bucket("nicks"));
        this.numbers = connection.keyValue(settings.bucket("numbers"));
    }

    /** Returns the streams that hold the buckets. Reads go to a stream's leader, because a follower may not know a lease yet. */
    static List<StreamConfiguration> streams(NatsSettings settings) {
        var all = new ArrayList<StreamConfiguration>();
        for (var what : List.of("leases", "nicks", "numbers")) {
            var bucket = settings.bucket(what);
            var configuration = StreamConfiguration.builder()
                    .name("KV_" + bucket)
                    .subjects("$KV." + bucket + ".>")
                    .maxMessagesPerSubject(1)
                    .allowRollup(true)
                    .allowDirect(false)
                    .discardPolicy(DiscardPolicy.New)
                    .replicas(settings.replicas())
                    .storageType(Streams.storage(settings));
            if (what.equals("leases")) {
                configuration.maxAge(ClusterRelay.LEASE);
            }
            all.add(configuration.build());
        }
        return all;
    }

    @Override
    public void renewLease(long position) throws IOException {
        asking(() -> leases.put(own, Long.toString(position)));
    }

    @Override
    public void endLease() throws IOException {
        asking(() -> {
            leases.purge(own);
            return own;
        });
    }

    /** Returns the positions of all servers that have a lease. */
    List<Long> positions() throws IOException, InterruptedException {
        var positions = new ArrayList<Long>();
        try {
            for (var key : leases.keys()) {
                var lease = leases.get(key);
                if (lease != null) {
                    positions.add(number(lease));
                }
            }
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
        return positions;
    }

    private static long number(KeyValueEntry entry) throws IOException {
        try {
            return Long.parseLong(String.valueOf(entry.getValueAsString()));
        } catch (NumberFormatException e) {
            throw new IOException("no number: " + entry.getKey(), e);
        }
    }

    @Override
    public Claim claim(String nickKey) throws IOException {
        var key = Tokens.of(nickKey);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var entry = asking(() -> nicks.get(key));
            var owner = entry == null ? null : entry.getValueAsString();
            if (own.equals(owner)) {
                revisions.put(key, entry.getRevision());
                return Claim.GRANTED;
            }
            if (owner != null && asking(() -> leases.get(owner)) != null) {
                return Claim.TAKEN;
            }
            var revision = write(nicks, key, own, entry);
            if (revision != null) {
                revisions.put(key, revision);
                return Claim.GRANTED;
            }
        }
        return Claim.TAKEN; // other servers were faster, again and again
    }

    @Override
    public void release(String nickKey) throws IOException {
        var revision = revisions.remove(Tokens.of(nickKey));
        if (revision == null) {
            return;
        }
        // The message itself, because a marker in its place would stay for ever. If somebody else has the nick it is
        // gone already.
        asking(() -> {
            try {
                return management.deleteMessage("KV_" + settings.bucket("nicks"), revision, false);
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() == NOT_FOUND
                        || e.getApiErrorCode() == NO_MESSAGE_FOUND
                        || e.getErrorCode() == 400) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public long takeNumbers(int count) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            var entry = asking(() -> numbers.get(NEXT));
            long first = entry == null ? 1 : number(entry);
            if (write(numbers, NEXT, Long.toString(first + count), entry) != null) {
                return first;
            }
        }
        throw new IOException("interrupted");
    }

    /** Replaces an entry, or creates it. Returns its revision; null if another server was faster. */
    private @Nullable Long write(KeyValue bucket, String key, String value, @Nullable KeyValueEntry before)
            throws IOException {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        return asking(() -> {
            try {
                return before == null ? bucket.create(key, bytes) : bucket.update(key, bytes, before.getRevision());
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == WRONG_LAST_SEQUENCE) {
                    return null;
                }
                throw e;
            }
        });
    }

    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T ask() throws IOException, JetStreamApiException;
    }

    private <T extends @Nullable Object> T asking(Question<T> question) throws IOException {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            throw new IOException("not connected");
        }
        try {
            return question.ask();
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException(e);
        }
    }
}
