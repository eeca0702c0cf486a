package io.handclasp.pki.inspect;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

/** Asks whether a key made a certificate's signature; for telling facts, not for trust. */
final class Signatures {
  private Signatures() {}

  static boolean verifies(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // A key of another type, a signature that does not fit or an algorithm that this Java does
      // not know: for the question asked here all of them are "no".
      return false;
    }
  }

  /** True where {@code issuer}'s name and key stand behind {@code certificate}. */
  static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        && verifies(certificate, issuer.getPublicKey());
  }
}
