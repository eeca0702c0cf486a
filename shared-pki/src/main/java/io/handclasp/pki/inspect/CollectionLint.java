package io.handclasp.pki.inspect;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  static List<LintFinding> chain(
      String where, List<X509Certificate> shown, Collection<X509Certificate> beside) {
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
    issuer(where, facts, beside, findings);
    return findings;
  }

  private static void issuer(
      String where,
      ChainFacts facts,
      Collection<X509Certificate> beside,
      List<LintFinding> findings) {
    ChainFacts.MissingIssuer missing = facts.missing();
    if (missing == null) {
      return;
    }
    X509Certificate last = facts.chain().get(facts.chain().size() - 1);
    Optional<X509Certificate> issuer =
        beside.stream().filter(other -> Signatures.issued(other, last)).findFirst();
    if (issuer.isPresent() && !CertificateFacts.of(issuer.get()).selfSigned()) {
      findings.add(
          new LintFinding(
              LintCode.CHAIN_INCOMPLETE,
              where,
              "the chain ends below the intermediate " + missing.name() + "; peers may lack it",
              "pki install with --chain INTERMEDIATE.crt"));
    } else if (issuer.isEmpty() && facts.chain().size() == 1) {
      findings.add(
          new LintFinding(
              LintCode.CHAIN_ISSUER_ABSENT,
              where,
              "the leaf stands alone; its issuer " + missing.name() + " is in none of the files",
              "nothing where peers trust that issuer; else pki install with --chain ISSUER.crt"));
    }
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
