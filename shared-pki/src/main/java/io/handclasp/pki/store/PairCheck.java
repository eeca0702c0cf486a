package io.handclasp.pki.store;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Finds out whether a private key is that of a certificate. */
public interface PairCheck {
  /** What the key signs, the certificate verifies, by the JDK; RSA keys by modulus. */
  PairCheck BY_SIGNATURE = (key, certificate) -> KeyMatch.isPair(key, certificate.getPublicKey());

  /**
   * Whether they belong together.
   *
   * @throws InvalidKeyException where nothing here can sign with such a private key
   */
  boolean belongs(PrivateKey key, X509Certificate certificate) throws InvalidKeyException;
}
