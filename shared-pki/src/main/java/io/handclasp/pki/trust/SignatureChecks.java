package io.handclasp.pki.trust;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/**
 * The signature checks of one judgement: each pair is checked once, and no more are made than are
 * granted, so that a hostile chain cannot buy work. Not safe for several threads.
 */
final class SignatureChecks {
  private static final int GRANTED = 64;

  /** By key, not by certificate: an authority has many certificates, but few keys. */
  private record Pair(CertificateFacts signed, ByteBuffer key) {
    /** By hand, as that of a record is linked at its first use: within the first handshake. */
    @Override
    public int hashCode() {
      return 31 * signed.hashCode() + key.hashCode();
    }
  }

  private final Map<Pair, Boolean> known = new HashMap<>();
  private int left = GRANTED;
  private boolean refused;

  /** True where the key of {@code signer} made the signature of {@code signed}. */
  boolean verifies(CertificateFacts signed, CertificateFacts signer) {
    Pair pair = new Pair(signed, signer.key().encoded());
    return known.computeIfAbsent(pair, p -> check(signed, signer));
  }

  /** True where a check was asked for that was not granted. */
  boolean exhausted() {
    return refused;
  }

  /** Takes one check from what is granted; false where nothing is left. */
  boolean take() {
    refused |= left == 0;
    left = Math.max(0, left - 1);
    return !refused;
  }

  private boolean check(CertificateFacts signed, CertificateFacts signer) {
    if (!signed.signature().goesWith(signer.key()) || !take()) {
      return false;
    }
    try {
      signed.certificate().verify(signer.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whatever a provider makes of hostile octets, it is no valid signature.
      return false;
    }
  }
}
