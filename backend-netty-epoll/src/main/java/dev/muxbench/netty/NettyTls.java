package dev.muxbench.netty;

import dev.muxbench.tls.TlsMaterial;
import dev.muxbench.tls.TlsSource;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the handlers for TLS: with OpenSSL where its native library works, else with the JDK. Threads: any. */
final class NettyTls {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTls.class);
    private static final long LAST_FLUSH_MILLIS = 2000; // for the last record of a peer that does not read

    private final TlsSource source;
    private SslProvider provider;
    // Guarded by this:
    private TlsMaterial material;
    private SslContext context;

    private NettyTls(TlsSource source) throws SSLException {
        this.source = source;
        this.provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
        this.material = source.current();
        this.context = firstContext();
    }

    static NettyTls of(TlsSource source) throws IOException {
        var tls = new NettyTls(source);
        source.servedBy(
                tls.provider == SslProvider.JDK ? "the JDK through Netty" : OpenSsl.versionString() + " through Netty");
        return tls;
    }

    /** There are keys that OpenSSL's relatives do not take. */
    private SslContext firstContext() throws SSLException {
        if (provider != SslProvider.JDK) {
            try {
                return build(material);
            } catch (SSLException e) {
                LOG.info(
                        "{} does not take this certificate, the JDK does TLS: {}",
                        OpenSsl.versionString(),
                        e.getMessage());
                provider = SslProvider.JDK;
            }
        }
        return build(material);
    }

    private SslContext build(TlsMaterial from) throws SSLException {
        return SslContextBuilder.forServer(from.key(), from.chain())
                .sslProvider(provider)
                .protocols(from.protocols())
                .trustManager(from.clientAuthorities())
                .clientAuth(from.requiresClientCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE)
                .build();
    }

    TlsSource source() {
        return source;
    }

    /** Returns the handler of a new connection. */
    synchronized SslHandler newHandler(ByteBufAllocator allocator) {
        takeUpChange();
        var handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(source.handshakeTimeout().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(LAST_FLUSH_MILLIS);
        return handler;
    }

    private void takeUpChange() {
        var current = source.current();
        if (current == material) {
            return;
        }
        material = current;
        try {
            var before = context;
            context = build(current);
            ReferenceCountUtil.release(before); // connections keep what they have of it
        } catch (SSLException e) {
            LOG.error("the certificate stays as it was: {}", e.getMessage());
        }
    }

    /** Called when there are no connections any more. */
    synchronized void close() {
        ReferenceCountUtil.release(context);
    }
}
