package io.handclasp.pki.inspect;

import io.handclasp.pki.trust.StrictReading;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at one certificate by itself. Used once, on one thread. */
final class CertificateLint {
  private static final Pattern HOST_NAME =
      Pattern.compile("(\\*\\.)?([A-Za-z0-9_-]+\\.)+[A-Za-z0-9-]+|localhost");
  private static final Pattern WEAK_DIGEST = Pattern.compile("(?i)(MD2|MD4|MD5|SHA1|SHA-1)with.*");
  private static final Set<String> COMMON_CURVES = Set.of("EC P-256", "EC P-384", "EC P-521");
  private static final Duration LONGEST_LEAF = Duration.ofDays(825);
  private static final Duration LONGEST_AUTHORITY = Duration.ofDays(25 * 366L);

  /** Serial numbers with fewer bits are counters or dates; CA/B asks for 64 random bits. */
  private static final int SERIAL_DIGITS = 14;

  /** RFC 7633. */
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  private final String where;
  private final CertificateFacts facts;
  private final Optional<String> fault;
  private final boolean demandsFeatures;
  private final Instant now;
  private final @Nullable Usage usage;
  private final List<LintFinding> findings = new ArrayList<>();

  CertificateLint(String where, X509Certificate certificate, Instant now, @Nullable Usage usage) {
    this.where = where;
    this.facts = CertificateFacts.of(certificate);
    this.fault = StrictReading.fault(certificate);
    this.demandsFeatures = certificate.getExtensionValue(TLS_FEATURE) != null;
    this.now = now;
    this.usage = usage;
  }

  /** All objections; {@code isLeaf} where its place says that it is one. */
  List<LintFinding> findings(boolean isLeaf) {
    boolean actsAsLeaf = isLeaf || !facts.authority();
    if (actsAsLeaf) {
      names();
      roles();
      features();
    } else {
      authority();
    }
    leafWithCaFlag(isLeaf);
    key();
    signature();
    validity(actsAsLeaf);
    identifiers();
    fault.ifPresent(
        why ->
            add(
                LintCode.MALFORMED,
                "the proxies cannot read it and trust nothing by it: " + why,
                "issue the certificate again with a program that writes it correctly"));
    for (String extension : facts.unreadable()) {
      add(
          LintCode.EXTENSION_UNREADABLE,
          "extension " + extension + " cannot be parsed",
          "issue the certificate again with a program that writes it correctly");
    }
    return List.copyOf(findings);
  }

  private void names() {
    if (facts.names().isEmpty()) {
      add(
          LintCode.NO_SAN,
          "no subject alternative name; peers that follow RFC 9525 accept it for no host",
          "pki renew with --san DNS:NAME (or sign with --san)");
    }
    String common = DistinguishedNames.commonName(facts.subject());
    if (common != null && HOST_NAME.matcher(common).matches() && !namesHold(common)) {
      add(
          LintCode.CN_ONLY,
          "the host name " + common + " stands in the common name only",
          "pki renew with --san DNS:" + common);
    }
  }

  private boolean namesHold(String host) {
    return facts.names().stream()
        .anyMatch(name -> name.equalsIgnoreCase("DNS:" + host) || name.equals("IP:" + host));
  }

  private void roles() {
    if (usage != null && usage.server() && extendedUsageLacks("serverAuth")) {
      lacksRole("serverAuth", "server");
    }
    if (usage != null && usage.client() && extendedUsageLacks("clientAuth")) {
      lacksRole("clientAuth", "client");
    }
    if (usage == null && extendedUsageLacks("serverAuth") && extendedUsageLacks("clientAuth")) {
      lacksRole("serverAuth nor clientAuth", "both");
    }
    if (!facts.keyUsage().isEmpty() && !facts.keyUsage().contains("digitalSignature")) {
      add(
          LintCode.KEY_USAGE_LACKS_SIGNATURE,
          "key usage is " + facts.keyUsage() + ", TLS 1.3 needs digitalSignature",
          "sign it again: pki sign --profile server|client|both sets it");
    }
  }

  private boolean extendedUsageLacks(String purpose) {
    return !facts.extendedKeyUsage().isEmpty()
        && !facts.extendedKeyUsage().contains(purpose)
        && !facts.extendedKeyUsage().contains("anyExtendedKeyUsage");
  }

  private void lacksRole(String purpose, String profile) {
    add(
        LintCode.EKU_LACKS_ROLE,
        "extended key usage is " + facts.extendedKeyUsage() + ", without " + purpose,
        "sign it again with pki sign --profile " + profile);
  }

  private void features() {
    if (demandsFeatures) {
      add(
          LintCode.MUST_STAPLE,
          "demands TLS features (RFC 7633), such as a stapled OCSP response, which these proxies"
              + " do not send; clients that heed it refuse",
          "have it issued without the extension tlsFeature");
    }
  }

  private void authority() {
    if (!facts.keyUsage().isEmpty() && !facts.keyUsage().contains("keyCertSign")) {
      add(
          LintCode.CA_KEY_USAGE,
          "an authority whose key usage is " + facts.keyUsage() + ", without keyCertSign",
          "make the authority again: pki authority sets it");
    }
  }

  private void leafWithCaFlag(boolean isLeaf) {
    boolean namesHost =
        facts.names().stream().anyMatch(n -> n.startsWith("DNS:") || n.startsWith("IP:"));
    boolean looksLikeLeaf =
        namesHost
            || facts.extendedKeyUsage().contains("serverAuth")
            || facts.extendedKeyUsage().contains("clientAuth");
    if (facts.authority() && (isLeaf || looksLikeLeaf)) {
      add(
          LintCode.LEAF_IS_CA,
          "used as a leaf, yet basic constraints say CA: whoever has its key can issue",
          "sign it again with pki sign, which writes CA:FALSE");
    }
  }

  private void key() {
    String type = facts.keyType();
    boolean shortRsa = type.startsWith("RSA") && facts.keyBits() < 2048;
    boolean shortEc = type.startsWith("EC") && facts.keyBits() > 0 && facts.keyBits() < 256;
    if (shortRsa || shortEc || type.startsWith("DSA")) {
      add(
          LintCode.KEY_WEAK,
          "the key is " + type + " (expected: EC P-256 or more, RSA 2048 or more)",
          "pki renew --new-key");
    } else if (!type.startsWith("RSA") && !COMMON_CURVES.contains(type)) {
      add(
          LintCode.KEY_UNSUPPORTED,
          "the key is " + type + ", which BoringSSL does not use in TLS",
          "pki renew --new-key --key-type ec-p256");
    }
  }

  private void signature() {
    // Nobody checks a root's own signature; what counts is that it is trusted.
    if (!facts.selfSigned() && WEAK_DIGEST.matcher(facts.signatureAlgorithm()).matches()) {
      add(
          LintCode.SHA1,
          "signed with " + facts.signatureAlgorithm() + " (expected: SHA-256 or better)",
          "sign it again with pki sign");
    }
  }

  private void validity(boolean actsAsLeaf) {
    Duration life = Duration.between(facts.notBefore(), facts.notAfter());
    Duration longest = actsAsLeaf ? LONGEST_LEAF : LONGEST_AUTHORITY;
    if (life.isNegative() || life.isZero() || life.compareTo(longest) > 0) {
      add(
          LintCode.VALIDITY_UNREASONABLE,
          String.format(
              Locale.ROOT,
              "valid for %d days (expected: 1 to %d for %s)",
              life.toDays(),
              longest.toDays(),
              actsAsLeaf ? "a leaf" : "an authority"),
          "pki renew --days " + (actsAsLeaf ? "90" : "3650"));
    }
    switch (facts.validity(now)) {
      case EXPIRED ->
          add(
              LintCode.EXPIRED,
              "expired at " + facts.notAfter() + ", " + -facts.daysLeft(now) + " days ago",
              "pki renew");
      case NOT_YET ->
          add(
              LintCode.NOT_YET_VALID,
              "not valid before " + facts.notBefore(),
              "check the clock, or sign it again");
      case VALID -> remaining(life);
    }
  }

  private void remaining(Duration life) {
    Duration left = Duration.between(now, facts.notAfter());
    if (left.multipliedBy(5).compareTo(life) < 0) {
      add(
          LintCode.EXPIRES_SOON,
          "expires at " + facts.notAfter() + ", in " + facts.daysLeft(now) + " days",
          "pki renew");
    }
  }

  private void identifiers() {
    if (facts.version() < 3) {
      add(
          LintCode.VERSION_1,
          "version " + facts.version() + " carries neither names nor usage",
          "sign it again with pki sign, which writes version 3");
    }
    if (facts.authorityKeyId() == null && !facts.selfSigned() && facts.subjectKeyId() != null) {
      add(
          LintCode.KEY_IDENTIFIERS_HALF,
          "a subject key identifier, but no authority key identifier, which the proxies refuse",
          "sign it again with pki sign, or in openssl with authorityKeyIdentifier=keyid");
    } else if (facts.authorityKeyId() == null && !facts.selfSigned()) {
      add(
          LintCode.NO_AKI,
          "no authority key identifier; issuers of one name cannot be told apart by it",
          "sign it again with pki sign");
    }
    if (facts.subjectKeyId() == null) {
      add(LintCode.NO_SKI, "no subject key identifier", "sign it again with pki sign");
    }
    if (!facts.selfSigned() && facts.serial().length() < SERIAL_DIGITS) {
      add(
          LintCode.SERIAL_GUESSABLE,
          "serial number " + facts.serial() + " can be guessed (expected: 64 random bits or more)",
          "sign it again without --serial");
    }
  }

  private void add(LintCode code, String sentence, String cure) {
    findings.add(new LintFinding(code, where, facts.shortName() + ": " + sentence, cure));
  }
}
