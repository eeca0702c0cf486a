package io.handclasp.pki.inspect;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one certificate says, as plain values: for people, for records and for programs. Reading
 * never fails: an extension that cannot be parsed leaves its value empty and is named in {@link
 * #unreadable()}.
 *
 * <p>Example:
 *
 * <pre>{@code
 * CertificateFacts facts = CertificateFacts.of(certificate);
 * String line = facts.subject() + ": " + facts.role() + ", " + facts.daysLeft(Instant.now());
 * }</pre>
 *
 * @param version 1 or 3; alternative names and usage exist in version 3 only
 * @param subject distinguished name, RFC 2253 form
 * @param issuer distinguished name, RFC 2253 form
 * @param serial hexadecimal, lower case, without leading zeros
 * @param notBefore start of validity
 * @param notAfter end of validity
 * @param names alternative names as {@code DNS:a.example}, {@code IP:127.0.0.1}, {@code URI:…},
 *     {@code EMAIL:…}, {@code DN:…}
 * @param keyUsage names of the set bits, RFC 5280 spelling; empty where the extension is absent
 * @param extendedKeyUsage names such as {@code serverAuth}, or object identifiers; empty where
 *     absent
 * @param keyType such as {@code EC P-256}, {@code RSA 4096} or {@code Ed25519}
 * @param keyBits size of the modulus or field; 0 where the key type has no such size
 * @param signatureAlgorithm such as {@code SHA256withECDSA}
 * @param authority true where basic constraints say CA
 * @param pathLength how many authorities may stand below this one; null where unlimited or none
 * @param selfSigned true where subject and issuer are equal and its own key verifies it
 * @param subjectKeyId key identifier, lower-case hexadecimal; null where absent
 * @param authorityKeyId key identifier of the issuer, lower-case hexadecimal; null where absent
 * @param issuerAddresses where the issuer's certificate can be fetched (AIA); mostly empty
 * @param listAddresses where its revocation list can be fetched; mostly empty
 * @param sha256 fingerprint of the whole certificate, lower-case hexadecimal without separators
 * @param unreadable object identifiers of extensions that could not be parsed
 */
public record CertificateFacts(
    int version,
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    List<String> names,
    List<String> keyUsage,
    List<String> extendedKeyUsage,
    String keyType,
    int keyBits,
    String signatureAlgorithm,
    boolean authority,
    @Nullable Integer pathLength,
    boolean selfSigned,
    @Nullable String subjectKeyId,
    @Nullable String authorityKeyId,
    List<String> issuerAddresses,
    List<String> listAddresses,
    String sha256,
    List<String> unreadable) {

  /** Checks and copies. */
  public CertificateFacts {
    requireNonNull(subject, "subject");
    requireNonNull(issuer, "issuer");
    names = List.copyOf(names);
    keyUsage = List.copyOf(keyUsage);
    extendedKeyUsage = List.copyOf(extendedKeyUsage);
    issuerAddresses = List.copyOf(issuerAddresses);
    listAddresses = List.copyOf(listAddresses);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads a certificate; whatever it holds, the facts that can be read are there. */
  public static CertificateFacts of(X509Certificate certificate) {
    ExtensionReader extensions = new ExtensionReader(certificate);
    int constraint = certificate.getBasicConstraints();
    return new CertificateFacts(
        certificate.getVersion(),
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        extensions.alternativeNames(),
        extensions.keyUsage(),
        extensions.extendedKeyUsage(),
        KeyTypes.of(certificate.getPublicKey()),
        KeyTypes.bits(certificate.getPublicKey()),
        signatureAlgorithm(certificate),
        constraint >= 0,
        constraint >= 0 && constraint < Integer.MAX_VALUE ? (Integer) constraint : null,
        isSelfSigned(certificate),
        extensions.subjectKeyId(),
        extensions.authorityKeyId(),
        extensions.issuerAddresses(),
        extensions.listAddresses(),
        fingerprint(certificate),
        extensions.unreadable());
  }

  /** SHA-256 over the encoded certificate, lower-case hexadecimal without separators. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate without an encoding", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The common name, or the whole subject where there is none: how a log line calls it. */
  public String shortName() {
    return DistinguishedNames.shortName(subject);
  }

  /**
   * Whole days until {@code notAfter}; negative once it has passed (so -1 is "ended within the last
   * day").
   */
  public long daysLeft(Instant now) {
    return Math.floorDiv(Duration.between(now, notAfter).toSeconds(), 86_400L);
  }

  /** Where {@code now} lies: before, within or after the validity. */
  public Validity validity(Instant now) {
    if (now.isBefore(notBefore)) {
      return Validity.NOT_YET;
    }
    return now.isAfter(notAfter) ? Validity.EXPIRED : Validity.VALID;
  }

  /** True where nothing in key usage and extended key usage keeps a TLS server from using it. */
  public boolean servesTlsServer() {
    return mayUse("serverAuth");
  }

  /** True where nothing in key usage and extended key usage keeps a TLS client from using it. */
  public boolean servesTlsClient() {
    return mayUse("clientAuth");
  }

  /** Who may use it for what, in words, such as {@code TLS server and TLS client}. */
  public String role() {
    return Roles.describe(this);
  }

  private boolean mayUse(String purpose) {
    boolean extended =
        extendedKeyUsage.isEmpty()
            || extendedKeyUsage.contains(purpose)
            || extendedKeyUsage.contains("anyExtendedKeyUsage");
    return extended && (keyUsage.isEmpty() || keyUsage.contains("digitalSignature"));
  }

  private static String signatureAlgorithm(X509Certificate certificate) {
    // Java 17 calls both of them EdDSA.
    return switch (certificate.getSigAlgOID()) {
      case "1.3.101.112" -> "Ed25519";
      case "1.3.101.113" -> "Ed448";
      default -> certificate.getSigAlgName();
    };
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && Signatures.verifies(certificate, certificate.getPublicKey());
  }

  /** Where a moment lies in relation to the validity of a certificate. */
  public enum Validity {
    /** {@code notBefore} lies ahead. */
    NOT_YET,
    /** Within. */
    VALID,
    /** {@code notAfter} has passed. */
    EXPIRED
  }
}
