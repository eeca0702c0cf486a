package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/**
 * Tells a changed certificate from one that another key signed. An RSA signature (RFC 8017 §8.2)
 * opened with the right key shows its padding even where the content has changed since; opened with
 * any other key it shows noise. Other algorithms do not tell.
 */
final class RsaSignature {
  private static final int PADDING_SHOWN = 9;

  private RsaSignature() {}

  /** True where the key of {@code signer} made the signature of {@code signed}. */
  static boolean wasMadeWith(CertificateFacts signer, CertificateFacts signed) {
    boolean rsa =
        signer.key().family() == KeyFacts.Family.RSA
            && signer.key().sound()
            && signed.signature().name().endsWith("withRSA");
    if (!rsa) {
      return false;
    }
    try {
      RSAPublicKey key = (RSAPublicKey) signer.certificate().getPublicKey();
      BigInteger signature = new BigInteger(1, signed.certificate().getSignature());
      BigInteger opened = signature.modPow(key.getPublicExponent(), key.getModulus());
      int octets = (key.getModulus().bitLength() + 7) / 8;
      BigInteger head = opened.shiftRight(8 * (octets - PADDING_SHOWN - 1));
      return head.equals(new BigInteger("01" + "ff".repeat(PADDING_SHOWN - 1), 16));
    } catch (RuntimeException e) {
      // A key that the provider cannot read opens nothing.
      return false;
    }
  }
}
