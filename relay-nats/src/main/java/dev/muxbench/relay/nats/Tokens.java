package dev.muxbench.relay.nats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes names as one token of a subject, or as a key of a bucket. Letters, digits, {@code -} and {@code _} of ASCII
 * are kept; each other byte of UTF-8 becomes {@code =} and two hexadecimal digits.
 */
final class Tokens {
    private static final String DIGITS = "0123456789ABCDEF";

    private Tokens() {}

    static String of(String name) {
        var token = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (standsForItself(b)) {
                token.append((char) b);
            } else {
                token.append('=').append(DIGITS.charAt(b >> 4 & 0xF)).append(DIGITS.charAt(b & 0xF));
            }
        }
        return token.toString();
    }

    private static boolean standsForItself(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }

    /** Decodes a token; null if it is not the token of a name. */
    static @Nullable String name(String token) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c != '=') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < token.length() ? DIGITS.indexOf(token.charAt(i + 1)) : -1;
            int low = i + 2 < token.length() ? DIGITS.indexOf(token.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        var name = bytes.toString(StandardCharsets.UTF_8);
        return of(name).equals(token) ? name : null;
    }
}
