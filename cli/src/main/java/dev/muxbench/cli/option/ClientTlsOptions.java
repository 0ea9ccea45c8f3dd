package dev.muxbench.cli.option;

import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsTrust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** TLS of a client: the options that {@code load} and {@code chat} share. */
public final class ClientTlsOptions {
    @Option(names = "--tls", description = "speak TLS; the server must prove its name")
    private boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "certificates to trust (PEM), in place of those that the JDK trusts")
    private @Nullable Path authorities;

    @Option(names = "--tls-insecure", description = "trust any server, under any name: for tests")
    private boolean insecure;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "certificate to show to servers that ask for one (PEM)")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its key (PEM, PKCS#8, not encrypted)")
    private @Nullable Path key;

    /**
     * Null for plain text.
     *
     * @param server the name that it has to prove
     * @throws ParameterException if something about the files is wrong
     */
    @Nullable
    public TlsTrust trust(String server, CommandLine line) {
        requireUsage(line);
        if (!tls) {
            return null;
        }
        var trust = new TlsTrust(server, absolute(authorities), insecure, absolute(certificate), absolute(key));
        var _ = client(trust, line);
        return trust;
    }

    /** Returns what reads the files; null for null. */
    public static @Nullable ClientTls client(@Nullable TlsTrust trust, CommandLine line) {
        try {
            return trust == null ? null : ClientTls.of(trust);
        } catch (TlsProblem e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    private void requireUsage(CommandLine line) {
        if (!tls && (authorities != null || insecure || certificate != null || key != null)) {
            throw new ParameterException(line, "--tls-ca, --tls-insecure, --tls-cert and --tls-key go with --tls");
        }
        if (authorities != null && insecure) {
            throw new ParameterException(line, "--tls-ca and --tls-insecure exclude each other");
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(line, "--tls-cert and --tls-key go together");
        }
    }

    private static @Nullable Path absolute(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath();
    }
}
