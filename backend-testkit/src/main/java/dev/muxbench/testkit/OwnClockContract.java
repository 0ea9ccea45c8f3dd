package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is late, and for how long, by a clock that is the test's own: it stands still unless it is told to go on. */
@Tag("slow")
public abstract class OwnClockContract extends Contract {
    private static final String LINE = "x".repeat(1000) + "\n";
    private static final int LINES = 16_000;
    private static final int MARK_BYTES = 4 << 20; // a late client is sent that in many turns

    private final AtomicLong nowNanos = new AtomicLong();
    private final AtomicLong stallNanos = new AtomicLong(); // 0: none
    private final AtomicLong received = new AtomicLong(); // bytes, by all clients
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<TestClient> clients = new ArrayList<>();
    private final ChatServer chat = new ChatServer(
            new ServerConfig(100, 1024, 10, MARK_BYTES, TIMEOUT, 64 << 20, Duration.ofMillis(500)), this::nanoTime);
    private final Backend backend;

    protected OwnClockContract(BackendProvider provider) {
        super(new RealWorld(provider));
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            backend = provider.start(chat, new BackendOptions(address, 1, BackendOptions.DEFAULT_BACKLOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        ended.set(true);
        stallNanos.set(0);
        clients.forEach(TestClient::close);
        backend.close();
        chat.close();
    }

    /** Who asks for the time is held up for a while, in which everybody reads all that there is for them. */
    private long nanoTime() {
        try {
            while (stallNanos.get() > 0 && received.get() < chat.counters().sentBytes()) {
                Thread.sleep(1); // to park would take away the wake-up of whoever asks
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return nowNanos.addAndGet(stallNanos.get());
    }

    private TestClient connect(int receiveBuffer) {
        var client = TestClient.connect(new Socket(), backend.address(), receiveBuffer, TestClient.ANYWHERE);
        clients.add(client);
        client.expect(TestClient.WELCOME);
        received.addAndGet(TestClient.WELCOME.length());
        return client;
    }

    private void readAll(TestClient client) {
        run(() -> {
            var into = new byte[64 << 10];
            for (int count = 0; count >= 0; count = client.readSome(into, into.length)) {
                received.addAndGet(count);
            }
        });
    }

    private TestClient roomWithReaders() {
        var sender = connect(0);
        readAll(sender);
        for (int i = 0; i < 3; i++) {
            readAll(connect(0));
        }
        return sender;
    }

    private long slowConsumers() {
        return chat.counters().closed(CloseReason.SLOW_CONSUMER);
    }

    private void awaitHeldInput(long before) {
        await(() -> chat.counters().heldInputs() > before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30})
    void whoReadsEverythingIsNotClosedBecauseTheLoopIsHeldUp(long seconds) {
        var sender = roomWithReaders();
        var late = connect(4096);
        var publishing = run(() -> sender.send(LINE.repeat(LINES)));
        awaitHeldInput(0);
        readAll(late);
        stallNanos.set(TimeUnit.SECONDS.toNanos(seconds));
        publishing.join();
        await(() -> chat.counters().relayedLines() == LINES);
        assertThat(slowConsumers()).isZero();
    }
}
