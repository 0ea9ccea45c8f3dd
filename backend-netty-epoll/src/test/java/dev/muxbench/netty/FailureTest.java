package dev.muxbench.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.testkit.TestClient;
import dev.muxbench.testkit.TestServer;
import dev.muxbench.testkit.TestTls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Netty reports as a failure is one only if it is not a peer's doing. */
@Tag("contract")
class FailureTest {
    @TempDir
    private Path folder = Path.of("");

    static List<NettyProvider> transports() {
        return List.of(new EpollProvider(), new IoUringProvider(), new NioProvider());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPeerThatEndsItsTlsBeforeItHasBegunHarmsNobody(NettyProvider transport) {
        assumeTrue(transport.availability() instanceof Availability.Available);
        try (var server = TestServer.start(transport, ServerConfig.defaults(), TestTls.in(folder));
                var rude = TestClient.connect(server.backend().address())) {
            rude.send(new byte[] {21, 3, 3, 0, 2, 1, 0}); // an alert: close_notify
            rude.drain();
            server.connect();
        }
    }
}
