package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract on simulated connections relies on. */
class SimulatedWorldTest {
    private final SimulatedWorld world = new SimulatedWorld();

    private TestServer serve() {
        return TestServer.start(world, ServerConfig.defaults(), 2, null, null);
    }

    @Test
    void timePassesOnlyWhenEverybodyWaits() {
        var said = new ArrayList<String>();
        for (int seconds : List.of(30, 10, 20)) {
            world.run(() -> {
                world.letPass(Duration.ofSeconds(seconds));
                said.add(seconds + " at " + world.nanoTime() / 1_000_000_000);
            });
        }
        assertThat(world.nanoTime()).isZero();
        world.await(() -> said.size() == 3);
        assertThat(said).containsExactly("10 at 10", "20 at 20", "30 at 30");
    }

    @Test
    void whoWaitsInVainFailsAndSaysWhoElseWaits() {
        var server = serve();
        var client = server.connect();
        world.run(client::readLine);
        assertThatThrownBy(() -> world.await(() -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not so within PT1M")
                .hasMessageContaining("somebody in the background waits to read");
    }

    @Test
    void aClientThatIsToldNothingFails() {
        var client = serve().connect();
        assertThatThrownBy(client::readLine).isInstanceOf(AssertionError.class).hasMessageContaining("nothing more");
    }

    /** Whoever runs it. */
    @Test
    void aServerThatFailsFailsTheTest() {
        var baton = new Baton(new Baton.Servers() {
            @Override
            public boolean run() {
                throw new IllegalStateException("broken");
            }

            @Override
            public long dueNanos() {
                return Long.MAX_VALUE;
            }
        });
        baton.start("somebody else", () -> baton.await("in vain", 1, () -> false));
        assertThatThrownBy(() -> baton.await("in vain", 1, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken");
    }

    @Test
    void theSameHappensEachTime() {
        assertThat(whenAllWasHeard(new SimulatedWorld())).isEqualTo(whenAllWasHeard(new SimulatedWorld()));
    }

    private static long whenAllWasHeard(World world) {
        var server = TestServer.start(world, ServerConfig.defaults(), 3, null, null);
        var reading = server.connect(5).stream()
                .map(reader -> world.run(() -> NumberedLines.expect(reader, "user:6", 500)))
                .toList();
        NumberedLines.send(server.connect(), 500);
        reading.forEach(Background::join);
        server.closeAndCheck();
        world.close();
        return world.nanoTime();
    }

    /** As a kernel does it: to close a socket with something left in it resets the connection, and what was on its way is lost. */
    @Test
    void whoClosesWithSomethingUnreadResets() {
        var server = serve();
        var a = server.connect();
        a.send("/help\n");
        world.await(() -> a.available() > 0);
        a.close();
        server.awaitClients(0);
        assertThat(server.chat().counters().closed(CloseReason.IO_ERROR)).isEqualTo(1);
    }

    @Test
    void whoIsNotReadHasToWait() {
        var server = serve();
        var a = server.connect();
        server.connectSlow();
        var sending = world.run(() -> NumberedLines.send(a, 10_000));
        server.awaitHeldInput();
        assertThat(sending.isDone()).isFalse();
    }

    @Test
    void nobodyListensOnceTheServerStopsAccepting() {
        var server = serve();
        server.backend().stopAccepting();
        assertThatThrownBy(server::connect).isInstanceOf(UncheckedIOException.class);
    }
}
