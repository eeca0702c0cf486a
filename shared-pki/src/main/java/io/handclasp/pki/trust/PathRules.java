package io.handclasp.pki.trust;

import io.handclasp.pki.trust.SignatureFacts.Strength;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The rules of RFC 5280 §6.1 for a path whose signatures hold, and the policy's own. The anchor is
 * judged like every other authority of the path, only its signature is not: what its certificate
 * says of dates, path length, names and usage applies.
 */
final class PathRules {
  private final TrustPolicy policy;
  private final Purpose purpose;
  private final Instant at;
  private final SignatureChecks signatures;
  private final Path path;
  private final Findings findings;

  PathRules(
      TrustPolicy policy,
      Purpose purpose,
      Instant at,
      SignatureChecks signatures,
      Path path,
      Findings findings) {
    this.signatures = signatures;
    this.policy = policy;
    this.purpose = purpose;
    this.at = at;
    this.path = path;
    this.findings = findings;
  }

  /** Applies all rules but those on the leaf's names and on revocation. */
  void apply() {
    for (int i = path.size() - 1; i >= 0; i--) {
      CertificateFacts certificate = path.certificates().get(i);
      ownProblems(certificate, i);
      dates(certificate);
      key(certificate);
      if (!path.isAnchor(i)) {
        signature(certificate);
      }
      if (i > 0) {
        issuer(certificate, path.isAnchor(i));
        tlsFeatures(certificate, path.certificates().get(i - 1));
      }
    }
    leaf(path.leaf());
    pathLengths();
    new NameConstraintRules(path, findings).apply();
    new PolicyRules(policy.certificatePolicies(), path, findings).apply();
  }

  private void ownProblems(CertificateFacts certificate, int index) {
    for (Problem problem : certificate.problems()) {
      note(problem, certificate);
    }
    boolean ownAnchor = path.isAnchor(index) && certificate.selfIssued();
    if (!ownAnchor && path.size() > 1) {
      authorityKeyPresent(certificate, index);
    }
    if (ownAnchor) {
      ownAuthorityKey(certificate);
    } else if (index + 1 < path.size()) {
      authorityKey(certificate, path.certificates().get(index + 1));
    }
  }

  /**
   * Tools that know key identifiers write both kinds. Neither of them is what openssl left out for
   * ten years; the own one without the issuer's, none of today's tools makes.
   */
  private void authorityKeyPresent(CertificateFacts certificate, int index) {
    Extensions extensions = certificate.extensions();
    if (certificate.version() < 3 || extensions.has(Extensions.AUTHORITY_KEY_ID)) {
      return;
    }
    boolean issuerNameless =
        index + 1 < path.size()
            && path.certificates().get(index + 1).extensions().subjectKeyId() == null;
    note(
        extensions.subjectKeyId() == null || issuerNameless
            ? Problem.formal("no authority key identifier")
            : Problem.malformed("a subject key identifier, but no authority key identifier"),
        certificate);
  }

  /** What OpenSSL and the JDK take for another issuer must not be one here. */
  private void authorityKey(CertificateFacts certificate, CertificateFacts issuer) {
    if (certificate.authorityKeyIsNot(issuer)) {
      note(
          Problem.malformed("its authority key identifier is not the one of " + issuer.title()),
          certificate);
    } else if (certificate.namesKeyOfNameless(issuer)) {
      note(
          Problem.malformed("no subject key identifier, yet certificates below it name one"),
          issuer);
    }
  }

  /** A root whose certificate another key of its name signed may say so; its own signature not. */
  private void ownAuthorityKey(CertificateFacts root) {
    if (root.authorityKeyIsNot(root)) {
      String detail = "its authority key identifier is not its own subject key identifier";
      boolean own = signatures.verifies(root, root);
      note(own ? Problem.malformed(detail) : Problem.formal(detail), root);
    }
  }

  private void note(Problem problem, CertificateFacts certificate) {
    if (!problem.refusedUnder(policy)) {
      findings.warn(problem.reason(), certificate, problem.detail());
    } else {
      findings.refuse(problem.reason(), certificate, problem.detail());
    }
  }

  private void dates(CertificateFacts certificate) {
    if (at.isAfter(certificate.notAfter())) {
      findings.refuse(
          TrustReason.EXPIRED,
          certificate,
          "expired at " + certificate.notAfter() + " (it is " + at + ")");
    }
    if (at.isBefore(certificate.notBefore())) {
      findings.refuse(
          TrustReason.NOT_YET_VALID,
          certificate,
          "valid from " + certificate.notBefore() + " (it is " + at + ")");
    }
  }

  private void key(CertificateFacts certificate) {
    KeyFacts key = certificate.key();
    if (key.isShorterThan(policy.minimumRsaBits())) {
      findings.refuse(
          TrustReason.WEAK_KEY,
          certificate,
          key.name() + " (expected: RSA " + policy.minimumRsaBits() + " or EC P-256 at least)");
    } else if (!key.sound()) {
      findings.refuse(
          TrustReason.KEY_ALGORITHM,
          certificate,
          "key is "
              + key.name()
              + " (expected: RSA up to 8192 bits, EC P-256, P-384, P-521, or Ed25519)");
    }
  }

  private void signature(CertificateFacts certificate) {
    SignatureFacts signature = certificate.signature();
    boolean allowed =
        signature.strength() == Strength.GOOD
            || (signature.strength() == Strength.SHA1 && policy.allowSha1());
    if (!allowed) {
      findings.refuse(
          TrustReason.WEAK_SIGNATURE_ALGORITHM,
          certificate,
          "signed with " + signature.name() + " (expected: SHA-256 or better)");
    }
  }

  private void issuer(CertificateFacts issuer, boolean anchor) {
    Extensions extensions = issuer.extensions();
    boolean oldAnchor = anchor && issuer.version() < 3;
    if (!extensions.authority() && !oldAnchor) {
      findings.refuse(
          TrustReason.ISSUER_NOT_CA,
          issuer,
          "stands above another certificate, but has no CA flag (basicConstraints)");
    }
    if (!extensions.allowsUse(Extensions.KEY_CERT_SIGN)) {
      findings.refuse(
          TrustReason.ISSUER_KEY_USAGE,
          issuer,
          "stands above another certificate, but its key usage lacks keyCertSign");
    }
    if (!allowsPurpose(extensions, true)) {
      findings.refuse(
          TrustReason.EXTENDED_KEY_USAGE,
          issuer,
          "the authority's extended key usage lacks " + purposeText());
    }
  }

  /** RFC 7633 §4.2.2: what an authority demands, all below it must demand too. */
  private void tlsFeatures(CertificateFacts issuer, CertificateFacts below) {
    Set<Integer> demanded = issuer.extensions().tlsFeatures();
    if (!below.extensions().tlsFeatures().containsAll(demanded)) {
      findings.refuse(
          TrustReason.MALFORMED,
          below,
          "lacks TLS features that " + issuer.title() + " demands of all below it: " + demanded);
    }
  }

  private void leaf(CertificateFacts leaf) {
    Extensions extensions = leaf.extensions();
    if (!allowsPurpose(extensions, false)) {
      findings.refuse(
          TrustReason.EXTENDED_KEY_USAGE, leaf, "extended key usage lacks " + purposeText());
    }
    if (!extensions.allowsUse(Extensions.DIGITAL_SIGNATURE)) {
      findings.refuse(
          TrustReason.KEY_USAGE,
          leaf,
          "key usage lacks digitalSignature, which ECDHE handshakes need");
    }
    if (extensions.authority()) {
      findings.warn(
          TrustReason.LEAF_IS_CA,
          leaf,
          "is an authority's certificate (expected: a leaf of its own)");
    }
  }

  private boolean allowsPurpose(Extensions extensions, boolean anyWillDo) {
    Set<String> usage = extensions.extendedKeyUsage();
    return usage == null
        || usage.contains(
            purpose == Purpose.SERVER ? Extensions.SERVER_AUTH : Extensions.CLIENT_AUTH)
        || (anyWillDo && usage.contains(Extensions.ANY_USAGE));
  }

  private String purposeText() {
    return purpose == Purpose.SERVER ? "serverAuth" : "clientAuth";
  }

  private void pathLengths() {
    List<CertificateFacts> certificates = path.certificates();
    for (int i = certificates.size() - 1; i > 0; i--) {
      CertificateFacts authority = certificates.get(i);
      Extensions.BasicConstraints basic = authority.extensions().basicConstraints();
      Integer allowed = basic == null ? null : basic.pathLength();
      long below = certificates.subList(1, i).stream().filter(c -> !c.selfIssued()).count();
      if (allowed != null && below > allowed) {
        findings.refuse(
            TrustReason.PATH_LENGTH,
            authority,
            "allows " + allowed + " authorities below itself, but " + below + " stand there");
      }
    }
  }
}
