package io.handclasp.pki.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates of which each one's key signed the one before.
 *
 * @param certificates leaf first; the last is the anchor, where there is one
 * @param anchored true where the last is trusted
 */
record Path(List<CertificateFacts> certificates, boolean anchored) {
  Path {
    certificates = List.copyOf(certificates);
  }

  CertificateFacts leaf() {
    return certificates.get(0);
  }

  CertificateFacts top() {
    return certificates.get(certificates.size() - 1);
  }

  int size() {
    return certificates.size();
  }

  /** True for the certificate that is trusted without regard to who signed it. */
  boolean isAnchor(int index) {
    return anchored && index == certificates.size() - 1;
  }

  boolean contains(CertificateFacts certificate) {
    return certificates.contains(certificate);
  }

  List<X509Certificate> toCertificates() {
    return certificates.stream().map(CertificateFacts::certificate).toList();
  }
}
