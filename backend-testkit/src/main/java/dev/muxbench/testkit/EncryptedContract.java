package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the parts of the contract over TLS share: servers that encrypt, if the backend can. */
abstract class EncryptedContract extends Contract {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    TestTls tls;
    TlsSource source;

    EncryptedContract(World world) {
        super(world);
    }

    @BeforeEach
    void certificates() {
        tls = TestTls.in(folder);
        source = tls.source(PATIENCE);
    }

    @Override
    TestServer serve(ServerConfig config, int ioThreads) {
        return serve(config, ioThreads, tls.client());
    }

    TestServer serve(ServerConfig config, int ioThreads, ClientTls client) {
        var server = closedLater(TestServer.start(world(), config, ioThreads, source, client));
        assumeTrue(source.provider() != null, "it speaks no TLS");
        return server;
    }

    static void assertTheyTalk(TestClient from, TestClient to) {
        from.send("/who\nstill here\n");
        from.readLine();
        assertThat(to.readLine()).endsWith("> still here\n");
    }
}
