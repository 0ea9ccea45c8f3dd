package dev.muxbench.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate with its key and the certificates that vouch for it. Threads: any.
 *
 * @param chain the own certificate first
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final char[] PASSWORD = "in memory only".toCharArray();

    /** Reads two files in PEM. */
    static Identity load(Path certificate, Path keyFile) throws TlsProblem {
        var chain = PemFile.read(certificate).certificates();
        var key = PemFile.read(keyFile).privateKey();
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new TlsProblem("the key in " + keyFile + " does not belong to the certificate in " + certificate);
        }
        return new Identity(key, chain);
    }

    private static boolean belongTogether(PublicKey known, PrivateKey secret) throws TlsProblem {
        if (known instanceof RSAKey open && secret instanceof RSAKey own) {
            return open.getModulus().equals(own.getModulus());
        }
        if (known instanceof RSAKey || secret instanceof RSAKey) {
            return false;
        }
        var algorithm = secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : secret.getAlgorithm();
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(known.getEncoded());
            var proof = signature.sign();
            signature.initVerify(known);
            signature.update(known.getEncoded());
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Says in words that the certificate has expired or is not valid yet; empty if neither. */
    Optional<String> complaint() {
        return Certificates.complaint(chain.getFirst());
    }

    KeyManager[] keyManagers() throws GeneralSecurityException {
        var store = Certificates.emptyStore();
        store.setKeyEntry("own", key, PASSWORD, chain.toArray(X509Certificate[]::new));
        return keyManagers(store);
    }

    private static KeyManager[] keyManagers(KeyStore store) throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }
}
