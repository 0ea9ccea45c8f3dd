package dev.muxbench.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client's TLS. Threads: any.
 *
 * @param server      the name that the server must prove
 * @param authorities whose servers the client trusts, a file in PEM; null for those that the JDK trusts
 * @param insecure    true to trust every server, under any name
 * @param certificate that the client shows, a file in PEM; null for none
 * @param key         of that certificate
 */
public record TlsTrust(
        String server,
        @Nullable Path authorities,
        boolean insecure,
        @Nullable Path certificate,
        @Nullable Path key) {}
