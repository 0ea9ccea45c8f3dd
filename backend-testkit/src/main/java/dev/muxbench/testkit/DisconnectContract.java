package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The brokers' policy: nobody waits for a slow reader, it is closed. */
abstract class DisconnectContract extends Contract {
    private static final int MAX_LAG_BYTES = 1 << 20;
    private static final String FLOOD = NumberedLines.line(0).repeat(32);

    DisconnectContract(World world) {
        super(world);
    }

    /** Slow readers would have an hour if they could make others wait. */
    private static ServerConfig disconnecting() {
        return new ServerConfig(
                        2000, 1024, 100, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofHours(1), 64 << 20, TIMEOUT)
                .withOverload(OverloadPolicy.DISCONNECT, MAX_LAG_BYTES);
    }

    @Test
    void whoLagsTooFarIsClosedAndNobodyWaits() {
        var server = serve(disconnecting(), 2);
        var sender = server.connect();
        var readers = server.connect(5);
        server.connectSlow();
        while (server.slowConsumers() == 0) {
            NumberedLines.talk(sender, "user:1", readers);
            assertThat(server.chat().logBytesInUse()).isLessThan(2L * MAX_LAG_BYTES);
        }
        assertThat(server.chat().counters().receivedBytes()).isGreaterThan(MAX_LAG_BYTES);
        server.awaitClients(6);
        NumberedLines.talk(sender, "user:1", readers);
        assertThat(server.slowConsumers()).isEqualTo(1);
    }

    /** Floods from both loops, readers in every mixture: the log stays within its bound, and the flood goes on. */
    @Test
    void whateverTheReadersDoTheLogIsBounded() {
        var server = serve(disconnecting(), 2);
        var random = new Random(4);
        var end = new AtomicBoolean();
        var flooding = new ArrayList<Background>();
        for (int i = 0; i < 4; i++) {
            var flooder = server.connectSilently(); // under a flood who has just come may be too slow already
            run(flooder::drain);
            flooding.add(run(() -> {
                try {
                    while (!end.get()) {
                        flooder.send(FLOOD);
                    }
                } catch (UncheckedIOException e) {
                    // It did not read fast enough itself.
                }
            }));
        }
        var into = new byte[64 << 10];
        long giveUp = world().nanoTime() + World.PATIENCE.toNanos();
        var slow = new ArrayList<TestClient>();
        while (server.slowConsumers() < 20) {
            if (slow.size() < 10 + server.slowConsumers()) {
                slow.add(server.connectSlowSilently());
            }
            var client = slow.get(random.nextInt(slow.size()));
            if (client.available() > 0) {
                client.readSome(into, 1 + random.nextInt(into.length));
            }
            assertThat(server.chat().logBytesInUse()).isLessThan(3L * MAX_LAG_BYTES);
            assertThat(world().nanoTime()).as("nobody is closed").isLessThan(giveUp);
            if (flooding.stream().allMatch(Background::isDone)) {
                break; // all of them were too slow, too
            }
        }
        end.set(true);
        assertThat(server.slowConsumers()).isPositive();
        server.backend().close(); // ends the floods
        flooding.forEach(Background::join);
    }
}
