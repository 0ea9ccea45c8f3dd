package dev.muxbench.relay.nats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.NatsProcess;
import dev.muxbench.testkit.TestTls;
import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A NATS that lets in whom it knows, and one that is spoken to over TLS. */
@Timeout(120)
class NatsAccessTest {
    private static final String ACCOUNT =
            "\"type\":\"account\",\"version\":2,\"limits\":{\"subs\":-1,\"conn\":-1,\"leaf\":-1,\"imports\":-1,"
                    + "\"exports\":-1,\"data\":-1,\"payload\":-1,\"wildcards\":true%s}";
    private static final String JETSTREAM = ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";

    @TempDir
    private Path folder;

    private static NatsSettings settings(String url, @Nullable Path credentials, @Nullable Path trusted) {
        return new NatsSettings(List.of(url), "test", credentials, trusted, Duration.ofMinutes(5), 64L << 20, 1, false);
    }

    private static void assertJoined(NatsSettings settings) throws RelayProblem {
        try (var one = new RelayedServer(settings, ServerConfig.defaults(), false);
                var two = new RelayedServer(settings, ServerConfig.defaults(), false)) {
            var ann = one.connect();
            var bob = two.connect();
            await().until(() -> two.relay.status().servers() == 1);
            ann.send("/nick ann\nhello\n");
            bob.expect("ann> hello\n");
        }
    }

    @Test
    void aCredentialsFileLetsAServerIn() throws Exception {
        var operator = NKey.createOperator(null);
        var account = NKey.createAccount(null);
        var system = NKey.createAccount(null); // of NATS itself, without which there is no JetStream
        Files.writeString(folder.resolve("nats.conf"), """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload: { %s: %s, %s: %s }
                """.formatted(
                        token(operator, operator, "\"type\":\"operator\",\"version\":2"),
                        key(system),
                        key(system),
                        token(operator, system, ACCOUNT.formatted("")),
                        key(account),
                        token(operator, account, ACCOUNT.formatted(JETSTREAM))));
        var credentials = credentials(account, "let-in.creds");
        var stranger = credentials(NKey.createAccount(null), "stranger.creds");
        try (var nats =
                new NatsProcess(folder, "-js", "-c", folder.resolve("nats.conf").toString())) {
            assertJoined(settings(nats.url(), credentials, null));
            assertThatThrownBy(() -> NatsRelay.connect(settings(nats.url(), stranger, null), false))
                    .isInstanceOf(RelayProblem.class)
                    .hasMessageContaining("does not let this server in")
                    .hasMessageContaining("--relay-creds");
        }
    }

    private static String token(NKey signer, NKey subject, String claim) throws GeneralSecurityException, IOException {
        JsonSerializable json = () -> "{" + claim + "}";
        return JwtUtils.issueJWT(signer, key(subject), "test", null, JwtUtils.currentTimeSeconds(), key(signer), json);
    }

    private static String key(NKey of) throws GeneralSecurityException, IOException {
        return new String(of.getPublicKey());
    }

    private Path credentials(NKey account, String name) throws GeneralSecurityException, IOException {
        var user = NKey.createUser(null);
        var token = JwtUtils.issueUserJWT(account, key(account), key(user));
        var seed = new String(user.getSeed());
        return Files.writeString(folder.resolve(name), JwtUtils.NATS_USER_JWT_FORMAT.formatted(token, seed));
    }

    @Test
    void overTlsItIsBelievedIfTheAuthorityVouchesForIt() throws Exception {
        var tls = TestTls.in(folder);
        try (var nats = new NatsProcess(
                folder,
                "-js",
                "--tls",
                "--tlscert",
                tls.file("server.pem").toString(),
                "--tlskey",
                tls.file("server.key").toString())) {
            var url = nats.url().replace("nats:", "tls:");
            assertJoined(settings(url, null, tls.file("ca.pem")));
            assertThatThrownBy(() -> NatsRelay.connect(settings(url, null, tls.file("other-ca.pem")), false))
                    .isInstanceOf(RelayProblem.class)
                    .hasMessageContaining("cannot reach the relay " + url);
        }
    }
}
