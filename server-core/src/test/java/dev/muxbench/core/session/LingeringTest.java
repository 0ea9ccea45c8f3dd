package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Loop;
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
    private final Loop loop = server.openLoop(() -> {});

    private static int mostLingering(int clients) {
        return ServerConfig.defaults().withMaxClients(clients).maxLingering();
    }

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
        int most = mostLingering(MOST);
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
        assertThat(List.of(mostLingering(10), mostLingering(640), mostLingering(10_000)))
                .containsExactly(64, 64, 1000);
    }
}
