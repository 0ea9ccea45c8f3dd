package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server on a free port of the loopback address. Threads: the test's. */
public final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final World world;
    private final ChatServer chat;
    private final Queue<Throwable> failures; // of its threads, none of which may have one
    private final Backend backend;
    private final @Nullable ClientTls tls; // of its clients
    private final List<TestClient> clients = new ArrayList<>();
    private boolean closed;

    private TestServer(
            World world, ChatServer chat, Queue<Throwable> failures, Backend backend, @Nullable ClientTls tls) {
        this.world = world;
        this.chat = chat;
        this.failures = failures;
        this.backend = backend;
        this.tls = tls;
    }

    /** Starts it with the given limits. */
    public static TestServer start(BackendProvider provider, ServerConfig config, int ioThreads) {
        return start(new RealWorld(provider), config, ioThreads, null, null);
    }

    /** Likewise, with one event loop; the chat is handed out before anybody can come. */
    public static TestServer start(BackendProvider provider, ServerConfig config, Consumer<ChatServer> prepared) {
        return start(new RealWorld(provider), config, 1, null, null, prepared);
    }

    /** Likewise, with TLS on both sides, and one event loop. */
    public static TestServer start(BackendProvider provider, ServerConfig config, TestTls tls) {
        return start(new RealWorld(provider), config, 1, tls.source(PATIENCE), tls.client());
    }

    /** Without TLS if source and client are null. */
    static TestServer start(
            World world, ServerConfig config, int ioThreads, @Nullable TlsSource source, @Nullable ClientTls tls) {
        return start(world, config, ioThreads, source, tls, chat -> {});
    }

    private static TestServer start(
            World world,
            ServerConfig config,
            int ioThreads,
            @Nullable TlsSource source,
            @Nullable ClientTls tls,
            Consumer<ChatServer> prepared) {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var chat = world.newChat(config, failures::add);
        prepared.accept(chat);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            var options = new BackendOptions(address, ioThreads, BackendOptions.DEFAULT_BACKLOG, source);
            return new TestServer(world, chat, failures, world.start(chat, options), tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ChatServer chat() {
        return chat;
    }

    public Backend backend() {
        return backend;
    }

    /** A client that has read the welcome line. */
    public TestClient connect() {
        var client = connectSilently();
        client.expect(TestClient.WELCOME);
        return client;
    }

    /** A client that has read nothing yet. */
    public TestClient connectSilently() {
        return added(open(0, TestClient.ANYWHERE));
    }

    private TestClient open(int receiveBuffer, InetSocketAddress local) {
        return TestClient.connect(world.newSocket(), backend.address(), receiveBuffer, local);
    }

    /** One that the test itself closes, if there are too many to keep them. */
    TestClient connectPassing() {
        return open(0, TestClient.ANYWHERE);
    }

    private TestClient added(TestClient connected) {
        var client = tls == null ? connected : connected.encrypted(tls);
        clients.add(client);
        return client;
    }

    /** One that speaks no TLS, whatever the server does. */
    TestClient connectPlain() {
        return add(open(0, TestClient.ANYWHERE));
    }

    /** Likewise, for something special. */
    TestClient add(TestClient client) {
        clients.add(client);
        return client;
    }

    /** A client with a small receive buffer, so that the server feels early that it does not read. */
    public TestClient connectSlow() {
        return connectSlowSilently().expect(TestClient.WELCOME);
    }

    /** Likewise, one that has read nothing yet. */
    TestClient connectSlowSilently() {
        return added(open(4096, TestClient.ANYWHERE));
    }

    /** A client with an address of its own, which has read nothing yet. */
    public TestClient connectFrom(InetAddress local) {
        return added(open(0, new InetSocketAddress(local, 0)));
    }

    /** So many clients, each of which has read the welcome line. */
    public List<TestClient> connect(int count) {
        var many = new ArrayList<TestClient>();
        for (int i = 0; i < count; i++) {
            many.add(connect());
        }
        return many;
    }

    /** Waits until exactly so many connections are open. */
    public void awaitClients(int count) {
        world.await(() -> !failures.isEmpty() || (chat.clients() == count && openConnections() == count));
        assertThat(failures).isEmpty();
    }

    /** Waits until somebody's input has to wait. */
    void awaitHeldInput() {
        world.await(() -> chat.counters().heldInputs() > 0);
    }

    long slowConsumers() {
        return chat.counters().closed(CloseReason.SLOW_CONSUMER);
    }

    /** Closes all clients and the server, and checks that nothing is left of them. */
    public void closeAndCheck() {
        clients.forEach(TestClient::close);
        awaitClients(0);
        long empty = emptyLogBytes();
        world.await(() -> chat.logBytesInUse() == empty);
        close();
        assertThat(failures).isEmpty();
    }

    /** Every connection is closed exactly once: as many closes as accepts. */
    public long openConnections() {
        var counters = chat.counters();
        return counters.accepted() - counters.closed();
    }

    /** What a server without clients keeps of its logs. */
    public long emptyLogBytes() {
        var fresh = new ChatServer(chat.config());
        try {
            return fresh.logBytesInUse();
        } finally {
            fresh.close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            clients.forEach(TestClient::close);
            backend.close();
            chat.close();
        }
    }
}
