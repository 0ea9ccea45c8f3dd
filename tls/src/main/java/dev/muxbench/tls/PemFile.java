package dev.muxbench.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text file of certificates or keys (RFC 7468). Threads: any.
 *
 * @param file   where it was read
 * @param blocks in the file's order
 */
record PemFile(Path file, List<Block> blocks) {
    private static final long MOST_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY"; // PKCS#8; others end so
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    /** The text between BEGIN and END. */
    record Block(String label, String text) {}

    static PemFile read(Path file) throws TlsProblem {
        var blocks = new ArrayList<Block>();
        var match = BLOCK.matcher(text(file));
        while (match.find()) {
            blocks.add(new Block(match.group(1), match.group(2)));
        }
        if (blocks.isEmpty()) {
            throw new TlsProblem(file + " is not PEM: it has no line -----BEGIN …----- (openssl x509 -inform der -in "
                    + file + " converts a binary certificate)");
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    private static String text(Path file) throws TlsProblem {
        try {
            if (Files.isDirectory(file)) {
                throw new TlsProblem(file + " is a folder, not a PEM file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new TlsProblem(file + " is not PEM: it is larger than 1 MiB");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsProblem("cannot read " + file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new TlsProblem("cannot read " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new TlsProblem("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private TlsProblem without(String wanted) {
        var labels = blocks.stream().map(Block::label).distinct().toList();
        return new TlsProblem(file + " has no " + wanted + ", only: " + String.join(", ", labels));
    }

    private byte[] decode(Block block) throws TlsProblem {
        try {
            return Base64.getDecoder().decode(block.text().replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new TlsProblem(file + " is damaged: what follows BEGIN " + block.label() + " is not Base64", e);
        }
    }

    /** Returns the certificates in the file's order, at least one. */
    List<X509Certificate> certificates() throws TlsProblem {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(decode(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw without(CERTIFICATE);
        }
        return List.copyOf(certificates);
    }

    private X509Certificate certificate(byte[] der) throws TlsProblem {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsProblem(file + " is damaged: a certificate in it cannot be read", e);
        }
    }

    PrivateKey privateKey() throws TlsProblem {
        for (var block : blocks) {
            if (block.label().endsWith(KEY)) {
                requirePlain(block);
                return privateKey(decode(block));
            }
        }
        throw without(KEY);
    }

    private void requirePlain(Block block) throws TlsProblem {
        if (block.label().startsWith("ENCRYPTED") || block.text().contains("ENCRYPTED")) {
            throw new TlsProblem(file + " is encrypted, and nobody is there to type its password; openssl pkey -in "
                    + file + " -out plain.pem decrypts it");
        }
        if (!block.label().equals(KEY)) {
            throw new TlsProblem(file + " has its key as " + block.label() + ", not as PKCS#8; openssl pkey -in " + file
                    + " -out pkcs8.pem converts it");
        }
    }

    private PrivateKey privateKey(byte[] der) throws TlsProblem {
        for (var algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // maybe the next one
            } catch (GeneralSecurityException e) {
                throw new TlsProblem("this JDK has no keys of the kind " + algorithm, e);
            }
        }
        throw new TlsProblem(file + " has a key that is damaged, or none of: " + String.join(", ", KEY_ALGORITHMS));
    }
}
