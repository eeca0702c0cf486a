package io.handclasp.pki.trust;

import java.util.Objects;

/**
 * How strict a {@link TrustJudge} is: {@link #strict()}, or {@link #everyday()} as both proxies and
 * {@code pki verify} are unless told otherwise.
 *
 * @param revocation how revocation lists count
 * @param matchCommonName true to accept a name that stands in the subject's common name alone,
 *     where the leaf has no DNS or IP alternative name at all; a warning when it decides
 * @param minimumRsaBits shortest RSA key accepted, in bits
 * @param allowSha1 true to accept SHA-1 signatures below the anchor
 * @param conformance true to refuse also what RFC 5280 asks of authorities though nothing follows
 *     for trust, such as key identifiers ({@link TrustReason#NOT_CONFORMING}); false makes it a
 *     warning, since certificates made by everyday openssl and keytool commands lack some of it
 * @param certificatePolicies the certificate policies that are acceptable (RFC 5280 §6.1.1)
 */
public record TrustPolicy(
    RevocationPolicy revocation,
    boolean matchCommonName,
    int minimumRsaBits,
    boolean allowSha1,
    boolean conformance,
    PolicyInputs certificatePolicies) {
  /** Checks. */
  public TrustPolicy {
    Objects.requireNonNull(revocation, "revocation");
    Objects.requireNonNull(certificatePolicies, "certificatePolicies");
    if (minimumRsaBits < 1) {
      throw new IllegalArgumentException("minimumRsaBits: " + minimumRsaBits + " (expected: > 0)");
    }
  }

  /** No revocation lists, names by RFC 9525 only, RSA from 2048 bits, no SHA-1, no formal fault. */
  public static TrustPolicy strict() {
    return new TrustPolicy(
        RevocationPolicy.OFF, false, 2048, false, true, PolicyInputs.anyAccepted());
  }

  /** The same, where what openssl, keytool and the like leave out by default is a warning. */
  public static TrustPolicy everyday() {
    return strict().withConformance(false);
  }

  /** The same with another treatment of revocation lists. */
  public TrustPolicy withRevocation(RevocationPolicy other) {
    return new TrustPolicy(
        other, matchCommonName, minimumRsaBits, allowSha1, conformance, certificatePolicies);
  }

  /** The same, accepting common names or not. */
  public TrustPolicy withMatchCommonName(boolean other) {
    return new TrustPolicy(
        revocation, other, minimumRsaBits, allowSha1, conformance, certificatePolicies);
  }

  /** The same for other RSA keys. */
  public TrustPolicy withMinimumRsaBits(int other) {
    return new TrustPolicy(
        revocation, matchCommonName, other, allowSha1, conformance, certificatePolicies);
  }

  /** The same, accepting SHA-1 or not. */
  public TrustPolicy withAllowSha1(boolean other) {
    return new TrustPolicy(
        revocation, matchCommonName, minimumRsaBits, other, conformance, certificatePolicies);
  }

  /** The same, refusing or only noting what lacks conformance without harm to trust. */
  public TrustPolicy withConformance(boolean other) {
    return new TrustPolicy(
        revocation, matchCommonName, minimumRsaBits, allowSha1, other, certificatePolicies);
  }

  /** The same with other acceptable certificate policies. */
  public TrustPolicy withCertificatePolicies(PolicyInputs other) {
    return new TrustPolicy(
        revocation, matchCommonName, minimumRsaBits, allowSha1, conformance, other);
  }
}
