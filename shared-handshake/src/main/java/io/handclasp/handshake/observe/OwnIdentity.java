package io.handclasp.handshake.observe;

import io.handclasp.pki.store.Identity;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** One own identity as a key manager has to know it. */
final class OwnIdentity {
  private final PrivateKey key;
  private final X509Certificate[] chain;
  private final String algorithm;
  private final Set<Principal> names = new HashSet<>();

  OwnIdentity(Identity identity) {
    this.key = identity.key();
    this.chain = identity.chain().toArray(X509Certificate[]::new);
    this.algorithm = identity.leaf().getPublicKey().getAlgorithm();
    for (X509Certificate certificate : chain) {
      names.add(certificate.getSubjectX500Principal());
      names.add(certificate.getIssuerX500Principal());
    }
  }

  PrivateKey key() {
    return key;
  }

  /** Always the same array: by it Netty knows that it may keep what it made of it. */
  X509Certificate[] chain() {
    return chain;
  }

  boolean servesAny(String[] keyTypes) {
    for (String keyType : keyTypes) {
      if (serves(keyType)) {
        return true;
      }
    }
    return false;
  }

  /** Types are named {@code EC}, {@code RSA}, or with their signer as in {@code EC_RSA}. */
  boolean serves(String keyType) {
    return keyType.equals(algorithm)
        || (keyType.startsWith(algorithm)
            && keyType.length() > algorithm.length()
            && keyType.charAt(algorithm.length()) == '_');
  }

  boolean leadsToAny(Principal @Nullable [] issuers) {
    if (issuers == null || issuers.length == 0) {
      return true;
    }
    for (Principal issuer : issuers) {
      if (issuer instanceof X500Principal && names.contains(issuer)) {
        return true;
      }
    }
    return false;
  }
}
