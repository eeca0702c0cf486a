package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the extensions of one certificate (RFC 5280 §4.2). What cannot be read, stands twice, or is
 * critical and unknown becomes a problem; the rest is read all the same, so that every reason is
 * found. Used once.
 */
final class ExtensionReader {
  private static final String CA_ISSUERS = "1.3.6.1.5.5.7.48.2";

  private static final Set<String> NEVER_CRITICAL =
      Set.of(
          Extensions.SUBJECT_KEY_ID,
          Extensions.AUTHORITY_KEY_ID,
          Extensions.AUTHORITY_INFO_ACCESS,
          Extensions.SUBJECT_INFO_ACCESS,
          Extensions.FRESHEST_CRL);

  private static final Set<String> ALWAYS_CRITICAL =
      Set.of(Extensions.NAME_CONSTRAINTS, Extensions.INHIBIT_ANY_POLICY);

  /** RFC 5280 §4.2.1.6. */
  private static final Pattern ABSOLUTE = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:.+");

  private final List<Problem> problems;
  private final Map<String, Boolean> critical = new LinkedHashMap<>();
  private final Map<String, Set<String>> mappings = new LinkedHashMap<>();
  private final List<String> issuerAddresses = new ArrayList<>();
  private Extensions.@Nullable BasicConstraints basicConstraints;
  private @Nullable Integer keyUsage;
  private @Nullable Set<String> extendedKeyUsage;
  private @Nullable List<GeneralName> alternativeNames;
  private @Nullable NameConstraints nameConstraints;
  private @Nullable Set<String> policies;
  private @Nullable Integer requireExplicitPolicy;
  private @Nullable Integer inhibitPolicyMapping;
  private @Nullable Integer inhibitAnyPolicy;
  private Extensions.@Nullable AuthorityKey authorityKey;
  private @Nullable String subjectKeyId;
  private List<DistributionPoint> distributionPoints = List.of();
  private Set<Integer> tlsFeatures = Set.of();

  ExtensionReader(List<Problem> problems) {
    this.problems = problems;
  }

  Extensions read(Der list) throws DerException {
    for (Der extension : list.filledSequence()) {
      readOne(extension.sequence());
    }
    checkTogether();
    return new Extensions(
        Map.copyOf(critical),
        basicConstraints,
        keyUsage,
        extendedKeyUsage,
        alternativeNames,
        nameConstraints,
        policies,
        Map.copyOf(mappings),
        requireExplicitPolicy,
        inhibitPolicyMapping,
        inhibitAnyPolicy,
        authorityKey,
        subjectKeyId,
        List.copyOf(issuerAddresses),
        distributionPoints,
        tlsFeatures);
  }

  private void readOne(List<Der> parts) throws DerException {
    if (parts.size() != 2 && parts.size() != 3) {
      throw new DerException("an extension of " + parts.size() + " elements (expected: 2 or 3)");
    }
    String oid = parts.get(0).oid();
    boolean isCritical = parts.size() == 3 && parts.get(1).bool();
    byte[] value = parts.get(parts.size() - 1).expect(Der.OCTET_STRING).content();
    if (critical.putIfAbsent(oid, isCritical) != null) {
      problems.add(Problem.malformed("extension " + oid + " stands twice"));
      return;
    }
    checkCriticality(oid, isCritical);
    try {
      readValue(oid, isCritical, value);
    } catch (DerException e) {
      problems.add(
          Problem.malformed("extension " + nameOf(oid) + " cannot be read: " + e.getMessage()));
    }
  }

  private void checkCriticality(String oid, boolean isCritical) {
    if (isCritical && NEVER_CRITICAL.contains(oid)) {
      problems.add(Problem.malformed("extension " + nameOf(oid) + " is critical and must not be"));
    }
    if (!isCritical && ALWAYS_CRITICAL.contains(oid)) {
      problems.add(Problem.malformed("extension " + nameOf(oid) + " is not critical and must be"));
    }
  }

  private void readValue(String oid, boolean isCritical, byte[] value) throws DerException {
    switch (oid) {
      case Extensions.BASIC_CONSTRAINTS -> basicConstraints = basic(Der.parse(value));
      case Extensions.KEY_USAGE -> keyUsage = usage(Der.parse(value));
      case Extensions.EXTENDED_KEY_USAGE -> extendedKeyUsage = oids(Der.parse(value));
      case Extensions.SUBJECT_ALT_NAME ->
          alternativeNames = alternativeNames(Der.parse(value).filledSequence());
      case Extensions.NAME_CONSTRAINTS -> nameConstraints = NameConstraints.of(Der.parse(value));
      case Extensions.CERTIFICATE_POLICIES -> policies = policies(Der.parse(value));
      case Extensions.POLICY_MAPPINGS -> readMappings(Der.parse(value));
      case Extensions.POLICY_CONSTRAINTS -> readPolicyConstraints(Der.parse(value));
      case Extensions.INHIBIT_ANY_POLICY ->
          inhibitAnyPolicy = Der.parse(value).expect(Der.INTEGER).countContent();
      case Extensions.AUTHORITY_KEY_ID -> authorityKey = authorityKey(Der.parse(value));
      case Extensions.SUBJECT_KEY_ID -> subjectKeyId = keyId(Der.parse(value));
      case Extensions.AUTHORITY_INFO_ACCESS -> readIssuerAddresses(Der.parse(value));
      case Extensions.CRL_DISTRIBUTION_POINTS ->
          distributionPoints = DistributionPoint.listOf(Der.parse(value));
      case Extensions.TLS_FEATURE -> {
        tlsFeatures = features(Der.parse(value));
        // What the handshake had is not among what is judged here.
        unknown(oid, isCritical);
      }
      // Read only to see that they can be: nothing follows from them here.
      case Extensions.ISSUER_ALT_NAME -> GeneralName.listOf(Der.parse(value).filledSequence());
      case Extensions.FRESHEST_CRL -> DistributionPoint.listOf(Der.parse(value));
      case Extensions.SUBJECT_INFO_ACCESS -> Der.parse(value).filledSequence();
      default -> unknown(oid, isCritical);
    }
  }

  private void unknown(String oid, boolean isCritical) {
    if (isCritical) {
      problems.add(
          Problem.unknownCritical(
              "extension " + nameOf(oid) + " is critical and not understood here"));
    }
  }

  private static String nameOf(String oid) {
    return switch (oid) {
      case Extensions.BASIC_CONSTRAINTS -> "basicConstraints";
      case Extensions.KEY_USAGE -> "keyUsage";
      case Extensions.EXTENDED_KEY_USAGE -> "extKeyUsage";
      case Extensions.SUBJECT_ALT_NAME -> "subjectAltName";
      case Extensions.NAME_CONSTRAINTS -> "nameConstraints";
      case Extensions.CERTIFICATE_POLICIES -> "certificatePolicies";
      case Extensions.POLICY_MAPPINGS -> "policyMappings";
      case Extensions.POLICY_CONSTRAINTS -> "policyConstraints";
      case Extensions.INHIBIT_ANY_POLICY -> "inhibitAnyPolicy";
      case Extensions.AUTHORITY_KEY_ID -> "authorityKeyIdentifier";
      case Extensions.SUBJECT_KEY_ID -> "subjectKeyIdentifier";
      case Extensions.AUTHORITY_INFO_ACCESS -> "authorityInfoAccess";
      case Extensions.CRL_DISTRIBUTION_POINTS -> "cRLDistributionPoints";
      case Extensions.TLS_FEATURE -> "tlsFeature";
      default -> oid;
    };
  }

  private static Extensions.BasicConstraints basic(Der value) throws DerException {
    List<Der> parts = value.sequence();
    int at = 0;
    boolean authority = false;
    if (at < parts.size() && parts.get(at).is(Der.BOOLEAN)) {
      authority = parts.get(at++).bool();
    }
    Integer pathLength = null;
    if (at < parts.size()) {
      pathLength = parts.get(at++).expect(Der.INTEGER).countContent();
    }
    if (at != parts.size()) {
      throw new DerException(parts.size() + " elements");
    }
    return new Extensions.BasicConstraints(authority, pathLength);
  }

  private static int usage(Der value) throws DerException {
    int bits = value.expect(Der.BIT_STRING).namedBits();
    if (bits == 0) {
      throw new DerException("no bit is set");
    }
    return bits;
  }

  private static Set<String> oids(Der value) throws DerException {
    Set<String> oids = new LinkedHashSet<>();
    for (Der oid : value.filledSequence()) {
      oids.add(oid.oid());
    }
    return Set.copyOf(oids);
  }

  private static Set<Integer> features(Der value) throws DerException {
    Set<Integer> features = new LinkedHashSet<>();
    for (Der feature : value.filledSequence()) {
      features.add(feature.expect(Der.INTEGER).countContent());
    }
    return Set.copyOf(features);
  }

  private static Set<String> policies(Der value) throws DerException {
    Set<String> policies = new LinkedHashSet<>();
    for (Der policy : value.filledSequence()) {
      List<Der> parts = policy.filledSequence();
      if (!policies.add(parts.get(0).oid())) {
        throw new DerException("a policy stands twice");
      }
      if (parts.size() > 2) {
        throw new DerException("a policy of " + parts.size() + " elements (expected: 1 or 2)");
      }
      if (parts.size() == 2) {
        checkQualifiers(parts.get(1));
      }
    }
    return Set.copyOf(policies);
  }

  /** What qualifies a policy is for people; another reader must not stumble over it. */
  private static void checkQualifiers(Der qualifiers) throws DerException {
    for (Der qualifier : qualifiers.filledSequence()) {
      List<Der> pair = qualifier.sequence();
      if (pair.size() != 2) {
        throw new DerException("a policy qualifier of " + pair.size() + " elements (expected: 2)");
      }
      pair.get(0).oid();
    }
  }

  private void readMappings(Der value) throws DerException {
    for (Der mapping : value.filledSequence()) {
      List<Der> pair = mapping.sequence();
      if (pair.size() != 2) {
        throw new DerException("a mapping of " + pair.size() + " elements (expected: 2)");
      }
      mappings
          .computeIfAbsent(pair.get(0).oid(), p -> new LinkedHashSet<>())
          .add(pair.get(1).oid());
    }
  }

  private void readPolicyConstraints(Der value) throws DerException {
    for (Der field : value.fields(0x80, 0x81)) {
      if (field.is(0x80)) {
        requireExplicitPolicy = field.countContent();
      } else {
        inhibitPolicyMapping = field.countContent();
      }
    }
    if (requireExplicitPolicy == null && inhibitPolicyMapping == null) {
      throw new DerException("policy constraints that constrain nothing");
    }
  }

  static Extensions.AuthorityKey authorityKey(Der value) throws DerException {
    String keyId = null;
    List<GeneralName> issuer = List.of();
    BigInteger serial = null;
    for (Der field : value.fields(0x80, 0xa1, 0x82)) {
      switch (field.tag()) {
        case 0x80 -> keyId = HexFormat.of().formatHex(field.content());
        case 0xa1 -> issuer = GeneralName.listOf(field.children());
        default -> serial = field.integerContent();
      }
    }
    if (issuer.isEmpty() != (serial == null)) {
      throw new DerException("issuer and serial number of the authority (expected: both or none)");
    }
    return new Extensions.AuthorityKey(keyId, issuer, serial);
  }

  private static List<GeneralName> alternativeNames(List<Der> elements) throws DerException {
    List<GeneralName> names = GeneralName.listOf(elements);
    for (GeneralName name : names) {
      if (name instanceof GeneralName.Ip ip && !ip.isOne()) {
        throw new DerException("address " + ip.hex() + " (expected: 4 or 16 octets)");
      }
      if (name instanceof GeneralName.Dns dns && dns.text().isBlank()) {
        throw new DerException("an empty DNS name");
      }
      if (name instanceof GeneralName.Uri uri && !ABSOLUTE.matcher(uri.text()).matches()) {
        throw new DerException("a URI without scheme");
      }
    }
    return names;
  }

  private static String keyId(Der value) throws DerException {
    return HexFormat.of().formatHex(value.expect(Der.OCTET_STRING).content());
  }

  private void readIssuerAddresses(Der value) throws DerException {
    for (Der description : value.filledSequence()) {
      List<Der> parts = description.sequence();
      if (parts.size() != 2) {
        throw new DerException("an access description of " + parts.size() + " elements");
      }
      GeneralName place = GeneralName.of(parts.get(1));
      if (parts.get(0).oid().equals(CA_ISSUERS) && place instanceof GeneralName.Uri uri) {
        issuerAddresses.add(uri.text());
      }
    }
  }

  private void checkTogether() {
    boolean authority = basicConstraints != null && basicConstraints.authority();
    if (!authority && basicConstraints != null && basicConstraints.pathLength() != null) {
      problems.add(Problem.malformed("a path length, but no CA flag"));
    }
    boolean signs = keyUsage != null && (keyUsage & Extensions.KEY_CERT_SIGN) != 0;
    if (!authority && signs) {
      problems.add(Problem.malformed("key usage keyCertSign, but no CA flag"));
    }
    if (!authority && nameConstraints != null) {
      problems.add(Problem.malformed("name constraints, but no CA flag"));
    }
    if (!critical.getOrDefault(Extensions.POLICY_CONSTRAINTS, true)) {
      problems.add(policyConstraintsNotCritical());
    }
    if (authority && !critical.getOrDefault(Extensions.BASIC_CONSTRAINTS, false)) {
      problems.add(Problem.formal("the CA flag stands in an extension that is not critical"));
    }
    if (authorityKey != null && authorityKey.keyId() == null) {
      problems.add(
          authorityKey.serial() == null
              ? Problem.malformed("an empty authority key identifier")
              : Problem.formal("an authority key identifier that names no key"));
    }
    if (authority && subjectKeyId == null) {
      problems.add(Problem.formal("an authority without subject key identifier"));
    }
  }

  /** NIST's own authorities leave it so where the constraints bind at once (PKITS 4.8 to 4.12). */
  private Problem policyConstraintsNotCritical() {
    String detail = "extension policyConstraints is not critical and must be";
    boolean atOnce =
        (requireExplicitPolicy == null || requireExplicitPolicy == 0)
            && (inhibitPolicyMapping == null || inhibitPolicyMapping == 0);
    return atOnce ? Problem.noted(detail) : Problem.malformed(detail);
  }
}
