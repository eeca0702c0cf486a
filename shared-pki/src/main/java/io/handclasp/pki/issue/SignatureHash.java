package io.handclasp.pki.issue;

import java.security.Key;
import java.security.PrivateKey;
import java.util.Locale;

/** The digest under a signature. */
public enum SignatureHash {
  /** SHA-256, the default. */
  SHA256(true),
  /** SHA-384. */
  SHA384(true),
  /** SHA-512. */
  SHA512(true),
  /** Broken; {@link CertificateBuilder#insecureHash} takes it, for tests. */
  SHA1(false),
  /** Broken for long; {@link CertificateBuilder#insecureHash} takes it with RSA keys, for tests. */
  MD5(false);

  private final boolean secure;

  SignatureHash(boolean secure) {
    this.secure = secure;
  }

  /** False for those that nobody should sign with. */
  public boolean secure() {
    return secure;
  }

  /** The JCA name of this digest with the algorithm of {@code key}. */
  String algorithmWith(PrivateKey key) {
    return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
      case "RSA" -> name() + "withRSA";
      case "EC", "ECDSA" -> name() + "withECDSA";
      case "DSA" -> name() + "withDSA";
      case "RSASSA-PSS" -> name() + "withRSAandMGF1";
      case "EDDSA", "ED25519", "ED448" -> edwards(key);
      default -> throw new IllegalArgumentException("key: " + key.getAlgorithm() + " cannot sign");
    };
  }

  // RFC 8410 has one algorithm identifier per curve, and the digest is part of the algorithm.
  private static String edwards(Key key) {
    return key instanceof java.security.interfaces.EdECKey edwards
        ? edwards.getParams().getName()
        : key.getAlgorithm();
  }
}
