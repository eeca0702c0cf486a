package io.handclasp.handshake.observe;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates as they came over the wire. */
final class Certificates {
  private Certificates() {}

  /** Reads them up to the first that is none. */
  static List<X509Certificate> parse(List<byte[]> encoded) {
    List<X509Certificate> certificates = new ArrayList<>(encoded.size());
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] one : encoded) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
      }
    } catch (CertificateException e) {
      // What came before it can be judged all the same.
      return certificates;
    }
    return certificates;
  }
}
