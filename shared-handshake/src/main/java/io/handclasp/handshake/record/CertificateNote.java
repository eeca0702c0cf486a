package io.handclasp.handshake.record;

import io.handclasp.pki.inspect.CertificateFacts;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What a record says of one certificate.
 *
 * @param subject distinguished name, RFC 2253 form
 * @param issuer distinguished name, RFC 2253 form
 * @param serial hexadecimal, lower case
 * @param notBefore start of validity
 * @param notAfter end of validity
 * @param names alternative names as {@code DNS:a.example}, {@code IP:127.0.0.1}, {@code URI:…}
 * @param keyUsage names of the set bits, RFC 5280 spelling; empty where the extension is absent
 * @param extendedKeyUsage names or object identifiers; empty where absent
 * @param keyType such as {@code EC P-256} or {@code RSA 4096}
 * @param signatureAlgorithm such as {@code SHA256withECDSA}
 * @param authority true where basic constraints say CA
 * @param sha256 fingerprint, lower-case hexadecimal without separators
 */
public record CertificateNote(
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    List<String> names,
    List<String> keyUsage,
    List<String> extendedKeyUsage,
    String keyType,
    String signatureAlgorithm,
    boolean authority,
    String sha256) {
  /** Copies the lists. */
  public CertificateNote {
    names = List.copyOf(names);
    keyUsage = List.copyOf(keyUsage);
    extendedKeyUsage = List.copyOf(extendedKeyUsage);
  }

  /** What a record says of this certificate. */
  public static CertificateNote of(X509Certificate certificate) {
    CertificateFacts facts = CertificateFacts.of(certificate);
    return new CertificateNote(
        facts.subject(),
        facts.issuer(),
        facts.serial(),
        facts.notBefore(),
        facts.notAfter(),
        facts.names(),
        facts.keyUsage(),
        facts.extendedKeyUsage(),
        facts.keyType(),
        facts.signatureAlgorithm(),
        facts.authority(),
        facts.sha256());
  }
}
