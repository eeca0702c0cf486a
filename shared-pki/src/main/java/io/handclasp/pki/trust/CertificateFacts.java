package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it is judged: read once from its own octets, with all that is wrong with it by
 * itself.
 *
 * @param certificate where it was read from
 * @param version 1, 2 or 3
 * @param serial the serial number
 * @param issuer who issued it, comparable
 * @param subject whose it is, comparable
 * @param notBefore start of validity, inclusive
 * @param notAfter end of validity, inclusive
 * @param key the public key
 * @param signature the algorithm it was signed with
 * @param extensions what its extensions say
 * @param problems what is wrong with it, whoever issued it
 * @param subjectText the subject for people, RFC 2253 form; may be empty
 */
record CertificateFacts(
    X509Certificate certificate,
    int version,
    BigInteger serial,
    DistinguishedName issuer,
    DistinguishedName subject,
    Instant notBefore,
    Instant notAfter,
    KeyFacts key,
    SignatureFacts signature,
    Extensions extensions,
    List<Problem> problems,
    String subjectText) {
  CertificateFacts {
    problems = List.copyOf(problems);
  }

  /** True where issuer and subject have the same name (RFC 5280 §6.1). */
  boolean selfIssued() {
    return issuer.equals(subject);
  }

  /** Equal where the octets are: the facts follow from them. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CertificateFacts facts && certificate.equals(facts.certificate);
  }

  @Override
  public int hashCode() {
    return certificate.hashCode();
  }

  /** True where both certify the same key for the same name. */
  boolean sameEntityAs(CertificateFacts other) {
    return subject.equals(other.subject) && key.encoded().equals(other.key.encoded());
  }

  /**
   * True where this one's authority key identifier names another key, or another certificate, than
   * that one is.
   */
  boolean authorityKeyIsNot(CertificateFacts authority) {
    Extensions.AuthorityKey named = extensions.authorityKey();
    if (named == null) {
      return false;
    }
    String own = authority.extensions.subjectKeyId();
    boolean otherKey = named.keyId() != null && own != null && !named.keyId().equals(own);
    boolean otherCertificate =
        named.serial() != null
            && authority.version == 3
            && !named.serial().equals(authority.serial);
    return otherKey || otherCertificate;
  }

  /** True where this one names its issuer's key by an identifier that the issuer does not carry. */
  boolean namesKeyOfNameless(CertificateFacts authority) {
    Extensions.AuthorityKey named = extensions.authorityKey();
    return named != null
        && named.keyId() != null
        && authority.version == 3
        && authority.extensions.subjectKeyId() == null;
  }

  /** True where this one's authority key identifier names the key that that one has. */
  boolean keyIdNames(CertificateFacts authority) {
    Extensions.AuthorityKey named = extensions.authorityKey();
    String own = authority.extensions.subjectKeyId();
    return named != null && named.keyId() != null && named.keyId().equals(own);
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && !time.isAfter(notAfter);
  }

  /** Its subject for people, also where that is empty. */
  String title() {
    return subjectText.isEmpty() ? "(empty subject)" : subjectText;
  }

  /** The issuer for people, RFC 2253 form. */
  String issuerText() {
    String text = certificate.getIssuerX500Principal().getName();
    return text.isEmpty() ? "(empty issuer)" : NameText.printable(text);
  }
}
