package dev.muxbench.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a server's certificate and key, in PEM. Threads: any.
 *
 * @param certificate       and the certificates that vouch for it
 * @param clientAuthorities that vouch for clients; null if clients need no certificate
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientAuthorities) {
    TlsMaterial read() throws TlsProblem {
        var identity = Identity.load(certificate, key);
        var authorities = clientAuthorities == null
                ? List.<X509Certificate>of()
                : PemFile.read(clientAuthorities).certificates();
        return new TlsMaterial(identity, authorities);
    }

    /** Returns stamps that are equal as long as no file has changed. */
    List<Object> stamps() {
        var stamps = new ArrayList<>();
        stamps.add(stamp(certificate));
        stamps.add(stamp(key));
        if (clientAuthorities != null) {
            stamps.add(stamp(clientAuthorities));
        }
        return stamps;
    }

    /** Returns the stamp of a file, links followed. */
    private static Object stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "not there";
        }
    }
}
