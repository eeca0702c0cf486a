package io.handclasp.pki.lifecycle;

import io.handclasp.pki.store.PemBlock;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys as the bytes of a PEM file. */
public final class PemText {
  private PemText() {}

  /** The certificates, one block each, in the order given. */
  public static byte[] certificates(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(PemBlock.of("CERTIFICATE", certificate.getEncoded()).text());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate without an encoding", e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The key in PKCS8, not encrypted. */
  public static byte[] key(PrivateKey key) {
    return PemBlock.of("PRIVATE KEY", key.getEncoded()).text().getBytes(StandardCharsets.US_ASCII);
  }
}
