package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure that must not happen is told to the server, once, in whatever thread of the backend it happens. */
public abstract class FailureContract extends Contract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MUCH = 16 << 20; // more than the buffers of a socket take, less than the room's mark
    private static final ServerConfig CONFIG =
            new ServerConfig(10, 1024, 10, 64 << 20, Duration.ofSeconds(10), 256 << 20, Duration.ofSeconds(2));
    private static final ByteBuffer LINES =
            ByteBuffer.wrap(("x".repeat(511) + "\n").repeat(128).getBytes(StandardCharsets.US_ASCII));

    private final BackendProvider provider;

    protected FailureContract(BackendProvider provider) {
        super(new RealWorld(provider));
        this.provider = provider;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept",
                "prepareToSleep",
                "sleepNanos",
                "runTurn",
                "readBudget",
                "onBytes",
                "onEndOfInput",
                "onWritable",
                "onClosed"
            })
    void whateverFailsIsToldOnce(String call) throws IOException {
        assertToldOnce(provider, call, "");
    }

    /**
     * Plants a failure, and makes traffic until it happens.
     *
     * @param call   see {@link FailingServer}
     * @param thread likewise
     */
    public static void assertToldOnce(BackendProvider provider, String call, String thread) throws IOException {
        var server = new FailingServer(CONFIG, call, thread);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var backend = provider.start(server, new BackendOptions(address, 1, BackendOptions.DEFAULT_BACKLOG));
        try (var reader = SocketChannel.open();
                var talker = SocketChannel.open(backend.address())) {
            server.failOnce(); // before the reader comes: nobody is accepted after it
            reader.setOption(StandardSocketOptions.SO_RCVBUF, 4096).connect(backend.address());
            talkUntilItFails(talker, reader, server.failures());
            assertThat(server.failures().poll()).isInstanceOf(FailingServer.Fault.class);
        } finally {
            backend.close();
        }
        assertThat(server.failures()).isEmpty();
    }

    /** One says much and ends; only then the other one reads, so that the server has to wait for it. */
    private static void talkUntilItFails(SocketChannel talker, SocketChannel reader, Queue<Throwable> failures)
            throws IOException {
        talker.configureBlocking(false);
        reader.configureBlocking(false);
        var lines = LINES.duplicate();
        var into = ByteBuffer.allocate(LINES.capacity());
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        int written = 0;
        while (failures.isEmpty() && System.nanoTime() < giveUp) {
            if (written < MUCH) {
                written += talker.write(lines.hasRemaining() ? lines : lines.rewind());
                if (written >= MUCH) {
                    talker.shutdownOutput();
                }
            } else {
                reader.read(into.clear());
            }
        }
    }
}
