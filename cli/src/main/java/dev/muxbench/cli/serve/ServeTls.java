package dev.muxbench.cli.serve;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.tls.TlsFiles;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsSource;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** TLS as the options of {@code serve} have it. Threads: the command's. */
final class ServeTls {
    private ServeTls() {}

    /**
     * Reads the files; null for plain text.
     *
     * @throws ParameterException if something about them is wrong
     */
    static @Nullable TlsSource load(ServeOptions options, ServerConfig config, CommandLine line) {
        var certificate = options.tlsCert.path();
        var key = options.tlsKey.path();
        if (certificate == null && key == null && !options.tlsClientCa.isGiven()) {
            return null;
        }
        if (certificate == null) {
            throw new ParameterException(
                    line, (key == null ? "--tls-client-ca" : "--tls-key") + " goes with --tls-cert FILE");
        }
        if (key == null) {
            throw new ParameterException(line, "--tls-cert goes with --tls-key FILE");
        }
        try {
            return TlsSource.load(
                    new TlsFiles(certificate, key, options.tlsClientCa.path()),
                    options.tlsHandshakeTimeout,
                    config.maxClients());
        } catch (TlsProblem e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    /** SIGHUP, where there is one: it does not end a server that has something to read anew. */
    static void reloadOnHangUp(TlsSource tls) {
        Signals.register("HUP", tls::reload);
    }
}
