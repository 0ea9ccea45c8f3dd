package dev.muxbench.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.spi.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has been sent everything and does not close takes nobody's place. */
class LingeringTest {
    private static final int MOST = 3;

    private final ChatServer server = new ChatServer(new ServerConfig(
            MOST, 1024, 100, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofSeconds(10), 64 << 20, Duration.ofHours(1)));
    private final IoLoop loop = server.openLoop(() -> {});

    private TestConnection connect() {
        var connection = new TestConnection();
        var session = loop.accept(connection);
        loop.runTurn();
        session.onBytes(ByteBuffer.wrap("/quit\n".getBytes(StandardCharsets.UTF_8)));
        loop.runTurn();
        return connection;
    }

    @Test
    void aPlaceIsFreeAsSoonAsItsClientHasBeenSentEverything() {
        for (int i = 0; i < 10 * MOST; i++) {
            assertThat(connect().received.toString()).startsWith("Welcome");
            assertThat(server.clients()).isZero();
        }
    }

    @Test
    void theOldestMakesRoomForTheNewest() {
        var lingering = new ArrayList<TestConnection>();
        int most = Lingering.most(MOST);
        for (int i = 0; i < most + 10; i++) {
            lingering.add(connect());
        }
        loop.runTurn();
        assertThat(lingering.subList(0, 10))
                .allSatisfy(oldest -> assertThat(oldest.closed).isEqualTo(CloseReason.CLIENT_LEFT));
        assertThat(lingering.subList(10, most + 10))
                .allSatisfy(newer -> assertThat(newer.closed).isNull());
    }

    @Test
    void thereAreAtLeastSomeAndOtherwiseATenthOfTheClients() {
        assertThat(List.of(Lingering.most(10), Lingering.most(640), Lingering.most(10_000)))
                .containsExactly(64, 64, 1000);
    }
}
