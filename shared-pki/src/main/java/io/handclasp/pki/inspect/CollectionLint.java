package io.handclasp.pki.inspect;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at several certificates together. */
final class CollectionLint {
  private CollectionLint() {}

  static List<LintFinding> together(Collection<X509Certificate> certificates) {
    List<X509Certificate> distinct = certificates.stream().distinct().toList();
    List<LintFinding> findings = new ArrayList<>();
    duplicateSerials(distinct, findings);
    sameNames(distinct, findings);
    return findings;
  }

  static List<LintFinding> chain(String where, List<X509Certificate> shown) {
    List<LintFinding> findings = new ArrayList<>();
    ChainFacts facts = ChainFacts.of(shown);
    if (!facts.inOrder()) {
      String extra =
          facts.unrelated().isEmpty()
              ? "in the wrong order"
              : "with " + facts.unrelated().size() + " that do not belong to it";
      findings.add(
          new LintFinding(
              LintCode.CHAIN_ORDER,
              where,
              "the chain stands " + extra + "; strict peers refuse it",
              "pki convert writes the chain in order and leaves out what does not belong"));
    }
    ChainFacts.MissingIssuer missing = facts.missing();
    if (missing != null && facts.chain().size() == 1) {
      findings.add(
          new LintFinding(
              LintCode.CHAIN_INCOMPLETE,
              where,
              "the leaf stands alone; its issuer " + missing.name() + " is not in the file",
              "pki install with --chain ISSUER.crt, unless every peer has that issuer"));
    }
    return findings;
  }

  private static void duplicateSerials(
      List<X509Certificate> certificates, List<LintFinding> findings) {
    Map<String, List<X509Certificate>> byNumber = new LinkedHashMap<>();
    for (X509Certificate certificate : certificates) {
      String number =
          certificate.getSerialNumber().toString(16)
              + " of "
              + certificate.getIssuerX500Principal().getName();
      byNumber.computeIfAbsent(number, n -> new ArrayList<>()).add(certificate);
    }
    byNumber.forEach(
        (number, same) -> {
          if (same.size() > 1) {
            findings.add(
                new LintFinding(
                    LintCode.DUPLICATE_SERIAL,
                    names(same),
                    same.size() + " certificates have serial number " + number,
                    "sign all but one again without --serial; revoking one would revoke all"));
          }
        });
  }

  private static void sameNames(List<X509Certificate> certificates, List<LintFinding> findings) {
    Map<String, List<X509Certificate>> byName = new LinkedHashMap<>();
    for (X509Certificate certificate : certificates) {
      if (certificate.getBasicConstraints() >= 0) {
        byName
            .computeIfAbsent(
                certificate.getSubjectX500Principal().getName(), n -> new ArrayList<>())
            .add(certificate);
      }
    }
    byName.forEach(
        (name, same) -> {
          if (same.stream().map(X509Certificate::getPublicKey).distinct().count() > 1) {
            findings.add(
                new LintFinding(
                    LintCode.SAME_NAME_OTHER_KEY,
                    names(same),
                    same.size() + " authorities are called " + name + " and have different keys",
                    "give each authority a name of its own: pki authority --subject"));
          }
        });
  }

  private static String names(List<X509Certificate> certificates) {
    return String.join(
        ", ", certificates.stream().map(c -> CertificateFacts.of(c).shortName()).toList());
  }
}
