package dev.muxbench.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a client's TLS is made of. Threads: any.
 *
 * @param server      the name that the server must be able to prove
 * @param authorities whose servers it trusts, a file in PEM; null for those that the JDK trusts
 * @param insecure    trusts everybody, under any name
 * @param certificate what it shows, a file in PEM; null for nothing
 * @param key         of that
 */
public record TlsTrust(
        String server,
        @Nullable Path authorities,
        boolean insecure,
        @Nullable Path certificate,
        @Nullable Path key) {}
