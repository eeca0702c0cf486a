package io.handclasp.proxy.metrics;

import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.proxy.server.InForce;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;

/** When the certificates and lists in force end, as the files that were read last say. */
final class CertificateMetrics {
  private CertificateMetrics() {}

  static void collect(Families families, InForce inForce) {
    TlsMaterial material = inForce.material();
    families
        .gauge(
            "handclasp_epoch",
            "Number of the state of configuration, identity and trust in force; 1 at the start.")
        .add(inForce.epoch());
    Family.Gauge own =
        families.gauge(
            "handclasp_own_certificate_expiry_timestamp_seconds",
            "When a certificate of the own chain ends; position 0 is the own one.");
    int position = 0;
    for (X509Certificate certificate : material.identity().chain()) {
      own.add(
          seconds(certificate.getNotAfter().toInstant()),
          "position",
          Integer.toString(position++),
          "subject",
          certificate.getSubjectX500Principal().getName(),
          "sha256",
          fingerprint(certificate));
    }
    Family.Gauge trusted =
        families.gauge(
            "handclasp_trusted_certificate_expiry_timestamp_seconds",
            "When a trusted certificate, as a rule an authority's, ends.");
    for (X509Certificate anchor : new LinkedHashSet<>(material.judge().anchors())) {
      trusted.add(
          seconds(anchor.getNotAfter().toInstant()),
          "subject",
          anchor.getSubjectX500Principal().getName(),
          "sha256",
          fingerprint(anchor));
    }
    lists(families, material);
  }

  private static void lists(Families families, TlsMaterial material) {
    Family.Gauge lists =
        families.gauge(
            "handclasp_revocation_list_expiry_timestamp_seconds",
            "When a revocation list must have been replaced by its next issue.");
    int number = 0;
    for (X509CRL list : material.judge().lists()) {
      if (list.getNextUpdate() != null) {
        lists.add(
            seconds(list.getNextUpdate().toInstant()),
            "issuer",
            list.getIssuerX500Principal().getName(),
            "list",
            Integer.toString(number));
      }
      number++;
    }
  }

  /** Enough of it to tell certificates of one subject apart. */
  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without a digest", e);
    }
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / 1e3;
  }
}
