package dev.muxbench.testkit;

import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsFiles;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsSource;
import dev.muxbench.tls.TlsTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Certificates for tests: an authority, a server that it vouches for and what that is renewed with, a client; and what is not to be
 * believed. Threads: the test's.
 *
 * @param folder where they are
 */
public record TestTls(Path folder) {
    private static final List<String> NAMES = List.of(
            "ca.pem",
            "other-ca.pem",
            "server.pem",
            "server.key",
            "renewed.pem",
            "renewed.key",
            "client.pem",
            "client.key",
            "stranger.pem",
            "stranger.key",
            "expired.pem",
            "expired.key");

    /** Puts them there. */
    public static TestTls in(Path folder) {
        for (var name : NAMES) {
            try (var in = Objects.requireNonNull(TestTls.class.getResourceAsStream("tls/" + name), name)) {
                Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TestTls(folder);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** From now on the one file says what the other one says. */
    public void replace(String name, String by) {
        try {
            Files.copy(file(by), file(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a server that asks its clients for nothing. */
    TlsSource source(Duration handshakeTimeout) {
        return source(null, handshakeTimeout);
    }

    /** Of one that wants to see certificates that this authority vouches for. */
    TlsSource source(@Nullable String clientAuthority, Duration handshakeTimeout) {
        var files = new TlsFiles(
                file("server.pem"), file("server.key"), clientAuthority == null ? null : file(clientAuthority));
        try {
            return TlsSource.load(files, handshakeTimeout, 1000);
        } catch (TlsProblem e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts the authority. */
    ClientTls client() {
        return client(new TlsTrust("localhost", file("ca.pem"), false, null, null));
    }

    /** One that shows a certificate, too. */
    ClientTls client(String name) {
        return client(new TlsTrust("localhost", file("ca.pem"), false, file(name + ".pem"), file(name + ".key")));
    }

    private static ClientTls client(TlsTrust trust) {
        try {
            return ClientTls.of(trust);
        } catch (TlsProblem e) {
            throw new IllegalStateException(e);
        }
    }
}
