package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of authorities that were seen elsewhere. They vouch for nothing and complete no
 * chain: they only help to say why one is not trusted. Immutable.
 */
final class Witnesses {
  private final CertificatePool pool;

  Witnesses(Collection<CertificateFacts> certificates) {
    this.pool = new CertificatePool(certificates);
  }

  /** These and others. */
  Witnesses with(Collection<CertificateFacts> others) {
    List<CertificateFacts> all = new ArrayList<>(pool.all());
    all.addAll(others);
    return new Witnesses(all);
  }

  /** The one whose key signed {@code signed}; null where none did. */
  @Nullable CertificateFacts issuerOf(CertificateFacts signed, SignatureChecks signatures) {
    for (CertificateFacts witness : pool.named(signed.issuer())) {
      if (signatures.verifies(signed, witness)) {
        return witness;
      }
    }
    return null;
  }

  /** True where a way of witnesses leads from {@code from} up to an anchor. */
  boolean leadToOneOf(CertificatePool anchors, CertificateFacts from, SignatureChecks signatures) {
    Set<CertificateFacts> passed = new HashSet<>();
    CertificateFacts at = from;
    while (at != null && passed.add(at)) {
      List<CertificateFacts> above = anchors.named(at.issuer());
      for (CertificateFacts anchor : above) {
        if (signatures.verifies(at, anchor)) {
          return true;
        }
      }
      at = issuerOf(at, signatures);
    }
    return false;
  }
}
