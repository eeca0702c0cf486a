package io.handclasp.pki.trust;

/**
 * How strict a {@link TrustJudge} is. {@link #strict()} is the default of both proxies.
 *
 * @param revocation how revocation lists count
 * @param matchCommonName true to accept a name that stands in the subject's common name alone,
 *     where the leaf has no DNS alternative name at all; a warning when it decides
 * @param minimumRsaBits shortest RSA key accepted, in bits
 * @param allowSha1 true to accept SHA-1 signatures below the anchor
 */
public record TrustPolicy(
    RevocationPolicy revocation, boolean matchCommonName, int minimumRsaBits, boolean allowSha1) {
  /** No revocation lists, names by RFC 9525 only, RSA from 2048 bits, no SHA-1. */
  public static TrustPolicy strict() {
    return new TrustPolicy(RevocationPolicy.OFF, false, 2048, false);
  }

  /** The same with another treatment of revocation lists. */
  public TrustPolicy withRevocation(RevocationPolicy other) {
    return new TrustPolicy(other, matchCommonName, minimumRsaBits, allowSha1);
  }

  /** The same, accepting common names or not. */
  public TrustPolicy withMatchCommonName(boolean other) {
    return new TrustPolicy(revocation, other, minimumRsaBits, allowSha1);
  }
}
