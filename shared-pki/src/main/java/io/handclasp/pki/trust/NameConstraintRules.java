package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * Applies the name constraints of every authority of a path, the anchor included, to every name
 * below it (RFC 5280 §6.1.3 b and c).
 */
final class NameConstraintRules {
  /** Comparisons granted to one path: far above any honest chain, far below a stall. */
  private static final int MOST_COMPARISONS = 50_000;

  private final Path path;
  private final Findings findings;
  private int left = MOST_COMPARISONS;

  NameConstraintRules(Path path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  void apply() {
    List<CertificateFacts> certificates = path.certificates();
    for (int i = certificates.size() - 1; i > 0; i--) {
      NameConstraints constraints = certificates.get(i).extensions().nameConstraints();
      for (int below = i - 1; constraints != null && below >= 0; below--) {
        CertificateFacts subject = certificates.get(below);
        if (below == 0 || !subject.selfIssued()) {
          check(certificates.get(i), constraints, subject, below == 0);
        }
      }
    }
    if (left < 0) {
      findings.refuse(
          TrustReason.TOO_COMPLEX,
          path.leaf(),
          "more names and name constraints than are compared");
    }
  }

  private void check(
      CertificateFacts authority,
      NameConstraints constraints,
      CertificateFacts subject,
      boolean leaf) {
    for (GeneralName name : names(subject, leaf)) {
      if (left < 0) {
        return;
      }
      if (isOutside(name, constraints.permitted()) || isInside(name, constraints.excluded())) {
        findings.refuse(
            TrustReason.NAME_CONSTRAINTS,
            subject,
            "name " + NameText.of(name) + " lies outside what " + authority.title() + " may issue");
        return;
      }
    }
  }

  private boolean isOutside(GeneralName name, List<GeneralName> permitted) {
    boolean asked = false;
    for (GeneralName base : permitted) {
      if (--left < 0) {
        return false;
      }
      if (NameForms.sameForm(name, base)) {
        asked = true;
        if (NameForms.isPermittedBy(name, base)) {
          return false;
        }
      }
    }
    return asked;
  }

  private boolean isInside(GeneralName name, List<GeneralName> excluded) {
    for (GeneralName base : excluded) {
      if (--left < 0) {
        return false;
      }
      if (NameForms.sameForm(name, base) && NameForms.isExcludedBy(name, base)) {
        return true;
      }
    }
    return false;
  }

  private static List<GeneralName> names(CertificateFacts subject, boolean leaf) {
    List<GeneralName> names = new ArrayList<>();
    List<GeneralName> alternatives = subject.extensions().alternativeNames();
    if (alternatives != null) {
      names.addAll(alternatives);
    }
    if (!subject.subject().isEmpty()) {
      names.add(new GeneralName.Directory(subject.subject()));
    }
    if (names.stream().noneMatch(GeneralName.Mail.class::isInstance)) {
      subject.subject().mailAddresses().forEach(m -> names.add(new GeneralName.Mail(m)));
    }
    if (leaf && !PeerName.hasServiceNames(subject)) {
      subject.subject().commonNames().stream()
          .filter(DnsNames::isName)
          .forEach(c -> names.add(new GeneralName.Dns(c)));
    }
    return names;
  }
}
