package dev.muxbench.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The certificate that a server shows and the clients that it lets in; immutable. Threads: any. */
public final class TlsMaterial {
    /** The protocols, the better one first. */
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Clients may not negotiate keys anew on an open connection (TLS 1.2; TLS 1.3 has no such thing). */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    static {
        if (System.getProperty(NO_RENEGOTIATION) == null) {
            System.setProperty(NO_RENEGOTIATION, "true"); // read when the JDK makes its first handshake as a server
        }
    }

    private final Identity identity;
    private final List<X509Certificate> clientAuthorities;
    private final SSLContext context;

    TlsMaterial(Identity identity, List<X509Certificate> clientAuthorities) throws TlsProblem {
        this.identity = identity;
        this.clientAuthorities = List.copyOf(clientAuthorities);
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    identity.keyManagers(),
                    clientAuthorities.isEmpty() ? null : Certificates.trustManagers(clientAuthorities),
                    null);
        } catch (GeneralSecurityException e) {
            throw new TlsProblem("the JDK cannot use this certificate and key: " + e.getMessage(), e);
        }
    }

    /** Returns the engine of a new connection, which has not begun its handshake. */
    public SSLEngine newEngine() {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setNeedClientAuth(requiresClientCertificate());
        return engine;
    }

    // ---- For providers other than the JDK's.

    public PrivateKey key() {
        return identity.key();
    }

    public X509Certificate[] chain() {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    public List<String> protocols() {
        return List.of(PROTOCOLS);
    }

    public boolean requiresClientCertificate() {
        return !clientAuthorities.isEmpty();
    }

    /** Returns the authorities that vouch for clients; null if clients need no certificate. */
    public X509Certificate @Nullable [] clientAuthorities() {
        return clientAuthorities.isEmpty() ? null : clientAuthorities.toArray(X509Certificate[]::new);
    }
}
