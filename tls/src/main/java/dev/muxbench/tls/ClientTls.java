package dev.muxbench.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A client's TLS settings: the authorities that it trusts, and the certificate that it shows if asked. Threads: any.
 *
 * <p>Settings only: this class moves no bytes, and no server's connection uses it. The load generator must find a server's faults, so it may
 * know only this class, {@link TlsTrust} and {@link TlsProblem} of this package.
 */
public final class ClientTls {
    private final SSLContext context;
    private final String server;
    private final boolean insecure;

    private ClientTls(SSLContext context, TlsTrust trust) {
        this.context = context;
        this.server = trust.server();
        this.insecure = trust.insecure();
    }

    /** Reads the files that the settings name. */
    public static ClientTls of(TlsTrust trust) throws TlsProblem {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(trust.certificate(), trust.key()), trustManagers(trust), null);
            return new ClientTls(context, trust);
        } catch (GeneralSecurityException e) {
            throw new TlsProblem("the JDK cannot use these certificates: " + e.getMessage(), e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable Path certificate, @Nullable Path key)
            throws TlsProblem, GeneralSecurityException {
        return certificate == null || key == null
                ? null
                : Identity.load(certificate, key).keyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(TlsTrust trust) throws TlsProblem, GeneralSecurityException {
        if (trust.insecure()) {
            return new TrustManager[] {new Credulous()};
        }
        var authorities = trust.authorities();
        return authorities == null
                ? null
                : Certificates.trustManagers(PemFile.read(authorities).certificates());
    }

    /** Returns the context for a library that speaks TLS itself. */
    public SSLContext context() {
        return context;
    }

    /** Returns an engine for a connection to this port of the server. */
    public SSLEngine newEngine(int port) {
        var engine = context.createSSLEngine(server, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    /** Returns TLS on a socket that is connected already. */
    public SSLSocket over(Socket connected) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, server, connected.getPort(), true);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        return socket;
    }

    private SSLParameters parameters(SSLParameters usual) {
        usual.setProtocols(TlsMaterial.PROTOCOLS);
        if (!insecure) {
            usual.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return usual;
    }

    /** Says why there is no connection, for people. The server may have chosen some of the words. */
    public static String inWords(IOException cause) {
        var words = FailureLog.inWords(cause);
        return words.contains("certification path") ? words + " (--tls-ca names whom to trust)" : words;
    }

    /** Trusts every server. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
