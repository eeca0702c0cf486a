package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the extensions of one certificate say (RFC 5280 §4.2); null or empty where one is absent.
 *
 * @param critical the object identifier of each extension, and whether it is critical
 * @param basicConstraints whether it is an authority
 * @param keyUsage the set bits, lowest first as in RFC 5280
 * @param extendedKeyUsage object identifiers of the purposes
 * @param alternativeNames subject alternative names; null where the extension is absent
 * @param nameConstraints the names that it may issue for
 * @param policies object identifiers of the policies it was issued under
 * @param mappings issuer's policy to subject's policies
 * @param requireExplicitPolicy certificates until a policy is required; null where not said
 * @param inhibitPolicyMapping certificates until mapping stops; null where not said
 * @param inhibitAnyPolicy certificates until anyPolicy stops counting; null where not said
 * @param authorityKey the key that signed it
 * @param subjectKeyId identifier of its own key, hexadecimal
 * @param issuerAddresses where its issuer's certificate can be fetched (AIA)
 * @param distributionPoints where its revocation is published
 * @param tlsFeatures what the handshake must have, and those of all below it (RFC 7633)
 */
record Extensions(
    Map<String, Boolean> critical,
    @Nullable BasicConstraints basicConstraints,
    @Nullable Integer keyUsage,
    @Nullable Set<String> extendedKeyUsage,
    @Nullable List<GeneralName> alternativeNames,
    @Nullable NameConstraints nameConstraints,
    @Nullable Set<String> policies,
    Map<String, Set<String>> mappings,
    @Nullable Integer requireExplicitPolicy,
    @Nullable Integer inhibitPolicyMapping,
    @Nullable Integer inhibitAnyPolicy,
    @Nullable AuthorityKey authorityKey,
    @Nullable String subjectKeyId,
    List<String> issuerAddresses,
    List<DistributionPoint> distributionPoints,
    Set<Integer> tlsFeatures) {
  static final int DIGITAL_SIGNATURE = 1;
  static final int KEY_CERT_SIGN = 1 << 5;
  static final int CRL_SIGN = 1 << 6;

  static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  static final String ANY_USAGE = "2.5.29.37.0";
  static final String ANY_POLICY = "2.5.29.32.0";

  static final String SUBJECT_KEY_ID = "2.5.29.14";
  static final String KEY_USAGE = "2.5.29.15";
  static final String SUBJECT_ALT_NAME = "2.5.29.17";
  static final String ISSUER_ALT_NAME = "2.5.29.18";
  static final String BASIC_CONSTRAINTS = "2.5.29.19";
  static final String NAME_CONSTRAINTS = "2.5.29.30";
  static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
  static final String CERTIFICATE_POLICIES = "2.5.29.32";
  static final String POLICY_MAPPINGS = "2.5.29.33";
  static final String AUTHORITY_KEY_ID = "2.5.29.35";
  static final String POLICY_CONSTRAINTS = "2.5.29.36";
  static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  static final String FRESHEST_CRL = "2.5.29.46";
  static final String INHIBIT_ANY_POLICY = "2.5.29.54";
  static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
  static final String SUBJECT_INFO_ACCESS = "1.3.6.1.5.5.7.1.11";
  static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  /**
   * Whether the subject is an authority.
   *
   * @param authority the CA flag
   * @param pathLength how many authorities may stand below; null where it does not say
   */
  record BasicConstraints(boolean authority, @Nullable Integer pathLength) {}

  /**
   * Which key signed a certificate or a list.
   *
   * @param keyId its identifier in hexadecimal; null where not given
   * @param issuer names of the issuer of the authority's own certificate; empty where not given
   * @param serial serial number of the authority's own certificate; null where not given
   */
  record AuthorityKey(
      @Nullable String keyId, List<GeneralName> issuer, @Nullable BigInteger serial) {}

  /** No extension at all. */
  static Extensions none() {
    return new Extensions(
        Map.of(), null, null, null, null, null, null, Map.of(), null, null, null, null, null,
        List.of(), List.of(), Set.of());
  }

  boolean has(String oid) {
    return critical.containsKey(oid);
  }

  boolean isCritical(String oid) {
    return critical.getOrDefault(oid, false);
  }

  /** True where the CA flag is set. */
  boolean authority() {
    return basicConstraints != null && basicConstraints.authority();
  }

  /** True where key usage is absent or has that bit. */
  boolean allowsUse(int bit) {
    return keyUsage == null || (keyUsage & bit) != 0;
  }
}
