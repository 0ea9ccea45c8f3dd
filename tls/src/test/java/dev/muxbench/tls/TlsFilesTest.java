package dev.muxbench.tls;

import static dev.muxbench.tls.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from files, and what is said of those that cannot be used. */
class TlsFilesTest {
    @TempDir
    private Path folder;

    private static void assertProblem(Path certificate, Path key, String words) {
        assertThatThrownBy(() -> new TlsFiles(certificate, key, null).read())
                .isInstanceOf(TlsProblem.class)
                .hasMessageContaining(words)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"server.pem, server.key", "rsa.pem, rsa.key", "ed25519.pem, ed25519.key", "expired.pem, expired.key"})
    void aCertificateAndItsKey(String certificate, String key) throws TlsProblem {
        var read = new TlsFiles(file(certificate), file(key), null).read();
        assertThat(read.newEngine().getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(read.clientAuthorities()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "server.pem, renewed.key, does not belong to the certificate",
        "rsa.pem, server.key, does not belong to the certificate",
        "server.pem, rsa.key, does not belong to the certificate",
        "ed25519.pem, server.key, does not belong to the certificate",
        "server.pem, encrypted.key, is encrypted",
        "server.pem, sec1.key, openssl pkey -in",
        "rsa.pem, pkcs1.key, openssl pkey -in",
        "server.pem, server.pem, 'has no PRIVATE KEY, only: CERTIFICATE'",
        "server.key, server.key, 'has no CERTIFICATE, only: PRIVATE KEY'"
    })
    void whatCannotBeUsed(String certificate, String key, String words) {
        assertProblem(file(certificate), file(key), words);
    }

    @Test
    void whatCannotBeRead() throws IOException {
        var key = file("server.key");
        assertProblem(folder.resolve("none.pem"), key, "there is no such file");
        assertProblem(folder, key, "is a folder");
        var binary = Files.write(folder.resolve("binary"), new byte[] {0x30, (byte) 0x82, 1, 2, '\n', 0});
        assertProblem(binary, key, "is not PEM");
        var damaged = Files.writeString(
                folder.resolve("damaged"), Files.readString(file("server.pem")).replace('M', '%'));
        assertProblem(damaged, key, "is damaged");
        var shortened = Files.writeString(
                folder.resolve("shortened"),
                Files.readString(file("server.pem"))
                        .replaceFirst("(?s)(-----\\n.{64}\\n).*?\\n-----END", "$1-----END"));
        assertProblem(shortened, key, "is damaged");
    }

    @Test
    void anAuthorityForClients() throws TlsProblem {
        var read = new TlsFiles(file("server.pem"), file("server.key"), file("ca.pem")).read();
        assertThat(read.newEngine().getNeedClientAuth()).isTrue();
        assertThat(read.clientAuthorities()).hasSize(1);
    }
}
