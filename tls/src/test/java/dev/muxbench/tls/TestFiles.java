package dev.muxbench.tls;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The files beside the tests. */
final class TestFiles {
    private TestFiles() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestFiles.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TlsFiles server() {
        return new TlsFiles(file("server.pem"), file("server.key"), null);
    }
}
